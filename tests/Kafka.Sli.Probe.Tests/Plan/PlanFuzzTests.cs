using CsCheck;
using Kafka.Sli.Probe.Plan;

namespace Kafka.Sli.Probe.Tests.Plan;

/// <summary>Whatever stands in a plan: a plan, or a fault with its place, and never an exception.</summary>
public class PlanFuzzTests
{
    private const int Files = 6_000;

    private static readonly string Whole = File.ReadAllText(Repository.File("deploy", "probe.yaml"));

    private static readonly string[] Pieces =
    [
        "clusters:", "profiles:", "loads:", "matrix:", "objectives:", "producer:", "\n", "\n  ", "\n    ", "- ", ": ", "{", "}", "[", "]", ",", "\"", "'", "&a ", "*a", "<<: *a", "!!int ", "!x ", "|", ">", "%YAML 9.9",
        "---", "...", "#", "\t", "\0", "\u2028", "\ud800", "${", "${X}", "${X:-", "file:", "file:/", "file:\0", "50/s", "1e9/s", "-1", "99999999999999999999", "acks", "é", "?", "? ", "~", "null", "? [a]: b",
    ];

    private static readonly Gen<string> Mangled =
        from edits in Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[0, 2], Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i])).Array[1, 8]
        select edits.Aggregate(Whole, Edit);

    private static readonly Gen<string> Made = Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[0, 40].Select(string.Concat);

    [Fact]
    public void A_mangled_plan_is_a_plan_or_a_fault_with_its_place() => Hold(Mangled);

    [Fact]
    public void What_is_put_together_at_random_is_one_too() => Hold(Made);

    /// <summary>Without asking the clients: thousands of them would have to be made for the files that are right.</summary>
    private static void Hold(Gen<string> texts) => texts.Sample(
        text =>
        {
            var (plan, faults) = PlanFile.Parse(text, Path.GetTempPath(), static _ => null, asksClients: false);
            Assert.Equal(plan is null, faults.Errors.Count > 0);
            Assert.All(faults.Errors, f => Assert.True(f.Place is { Line: > 0, Column: > 0 } && f.In("p").Split('\n').Length == 1 && f.Message.Length > 0, $"{f} of {text}"));
        },
        iter: Files);

    private static string Edit(string text, (int Where, int How, string What) edit)
    {
        var at = text.Length == 0 ? 0 : edit.Where % text.Length;
        return edit.How switch
        {
            0 => text.Insert(at, edit.What),
            1 => text.Remove(at, Math.Min(text.Length - at, 1 + (edit.Where % 17))),
            _ => text[..at] + edit.What + text[Math.Min(text.Length, at + edit.What.Length)..],
        };
    }
}
