using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Kafka.Sli.Tests.Documents;

/// <summary>What the XML documentation of the library says, as Markdown.</summary>
internal static partial class XmlDocs
{
    private static readonly Dictionary<string, XElement> Members = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "Kafka.Sli.xml"))
        .Descendants("member")
        .ToDictionary(m => m.Attribute("name")!.Value);

    public static string Summary(PropertyInfo property) => Text(property, "summary") ?? throw new InvalidOperationException($"{property.Name} has no summary");

    public static string? Exception(PropertyInfo property) => Text(property, "exception");

    private static string? Text(PropertyInfo property, string element) =>
        Members[$"P:{property.DeclaringType!.FullName}.{property.Name}"].Element(element) is { } found
            ? Blanks().Replace(string.Concat(found.Nodes().Select(Markdown)), " ").Trim()
            : null;

    private static string Markdown(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" } see => $"`{see.Attribute("langword")?.Value ?? Named(see.Attribute("cref")!.Value)}`",
        _ => throw new NotSupportedException($"{node} has no form in Markdown yet"),
    };

    /// <summary>A member by its type and name, a type by its name.</summary>
    private static string Named(string cref) => string.Join('.', cref[2..].Split('.')[(cref[0] == 'T' ? ^1 : ^2)..]);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
