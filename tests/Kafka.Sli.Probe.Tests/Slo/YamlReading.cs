using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Kafka.Sli.Probe.Tests.Slo;

/// <summary>What was written, read back as another tool reads it.</summary>
internal static class YamlReading
{
    public static IReadOnlyList<YamlNode> Documents(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return [.. stream.Documents.Select(d => d.RootNode)];
    }

    /// <returns><see langword="null"/> where there is no such key.</returns>
    public static YamlNode? At(this YamlNode node, params string[] path) =>
        path.Aggregate((YamlNode?)node, (at, key) => at is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null);

    public static string Text(this YamlNode node, params string[] path) =>
        Assert.IsType<YamlScalarNode>(node.At(path) ?? throw new KeyNotFoundException(string.Join('.', path))).Value!;

    public static double Number(this YamlNode node, params string[] path) => double.Parse(node.Text(path), CultureInfo.InvariantCulture);

    public static IReadOnlyList<YamlNode> List(this YamlNode node, params string[] path) => node.At(path) is { } list ? [.. Assert.IsType<YamlSequenceNode>(list).Children] : [];

    public static string[] Keys(this YamlNode node) => [.. Assert.IsType<YamlMappingNode>(node).Children.Keys.Select(k => ((YamlScalarNode)k).Value!)];
}
