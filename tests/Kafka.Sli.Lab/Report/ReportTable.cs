using System.Text;

namespace Kafka.Sli.Lab.Report;

/// <summary>One table of the report: what happened, what was seen of it, what was recorded.</summary>
internal sealed class ReportTable
{
    private readonly string _title;
    private readonly string _note;
    private readonly string[] _columns;
    private readonly List<string[]> _rows = [];

    /// <param name="title">Its heading.</param>
    /// <param name="note">How it is to be read.</param>
    /// <param name="columns">A column whose name begins with a blank is of numbers.</param>
    public ReportTable(string title, string note, params string[] columns) => (_title, _note, _columns) = (title, note, columns);

    public void Add(params string[] cells)
    {
        Assert.Equal(_columns.Length, cells.Length);
        lock (_rows)
        {
            _rows.Add(cells);
        }
    }

    public void Write(StringBuilder text)
    {
        lock (_rows)
        {
            if (_rows.Count == 0)
            {
                return;
            }

            text.Append("## ").Append(_title).Append("\n\n").Append(_note).Append("\n\n");
            text.Append("| ").AppendJoin(" | ", _columns.Select(c => c.Trim())).Append(" |\n");
            text.Append('|').AppendJoin('|', _columns.Select(c => c.StartsWith(' ') ? "---:" : "---")).Append("|\n");
            foreach (var row in _rows)
            {
                text.Append("| ").AppendJoin(" | ", row).Append(" |\n");
            }

            text.Append('\n');
        }
    }
}
