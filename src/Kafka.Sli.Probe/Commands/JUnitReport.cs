using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Kafka.Sli.Probe.Commands;

/// <summary>What was seen, in the form that pipelines show: a suite for each cell, a case for each of its objectives.</summary>
internal static class JUnitReport
{
    /// <summary>What cannot be written is told before anything is measured.</summary>
    /// <param name="path">Where to; <see langword="null"/> for nowhere.</param>
    /// <exception cref="ProbeException">It cannot be written.</exception>
    public static void Try(string? path)
    {
        if (path is null)
        {
            return;
        }

        var isThere = File.Exists(path);
        try
        {
            File.OpenWrite(path).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw ProbeException.BadUsage($"--junit {path}: cannot be written ({e.Message.ReplaceLineEndings(" ").TrimEnd('.')}); give a file in a folder that is there", e);
        }

        if (!isThere)
        {
            File.Delete(path);
        }
    }

    /// <param name="path">Where to; <see langword="null"/> for nowhere.</param>
    /// <param name="report">What was seen.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string? path, RunReport report)
    {
        if (path is not null)
        {
            new XDocument(new XElement("testsuites", new XAttribute("name", "kafka-sli-probe"), report.Cells.Select(c => Suite(c, report)))).Save(path);
        }
    }

    private static XElement Suite(CellReport cell, RunReport report) => new(
        "testsuite",
        Text("name", cell.Name),
        new XAttribute("tests", cell.Objectives.Count),
        new XAttribute("failures", cell.Objectives.Count(o => o.IsMet != true)),
        new XAttribute("timestamp", report.StartedAt.ToString("s", CultureInfo.InvariantCulture)),
        new XAttribute("time", report.Elapsed.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)),
        cell.Objectives.Select(o => new XElement(
            "testcase",
            Text("classname", cell.Name),
            Text("name", o.Objective.ToString()),
            o.IsMet == true ? null : new XElement("failure", Text("message", RunSummary.Line(o))))));

    /// <summary>XML has no word for control characters, and what is called by a property's value may hold them.</summary>
    private static XAttribute Text(string name, string value) =>
        new(name, string.Concat(value.EnumerateRunes().Select(r => r.IsBmp && !XmlConvert.IsXmlChar((char)r.Value) ? Rune.ReplacementChar : r)));
}
