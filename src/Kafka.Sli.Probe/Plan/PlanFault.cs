using System.Globalization;

namespace Kafka.Sli.Probe.Plan;

/// <summary>What is wrong with a plan, or what somebody who operates it would want to know.</summary>
internal sealed record PlanFault(PlanPlace Place, string Message, bool IsWarning = false)
{
    /// <summary>One line, in the form that editors and compilers have for it: <c>file:line:column: …</c>.</summary>
    public string In(string file)
    {
        var place = Place.Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{file}:{Place.Line}:{Place.Column}") : file;
        return $"{place}: {(IsWarning ? "warning: " : "")}{PropertyFault.OneLine($"{(Place.Path.Length > 0 ? $"{Place.Path}: " : "")}{Message}")}";
    }
}
