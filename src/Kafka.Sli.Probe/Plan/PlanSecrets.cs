using System.Text.RegularExpressions;

namespace Kafka.Sli.Probe.Plan;

/// <summary>
/// What stands for something else in a plan: <c>${NAME}</c> and <c>${NAME:-default}</c> for a variable of the environment, <c>file:path</c> for what is in a file.
/// What they stand for is taken for a secret and is kept out of everything that the probe says.
/// </summary>
internal sealed partial class PlanSecrets
{
    private const string Hidden = "***";
    private const string FilePrefix = "file:";

    /// <summary>What is shorter would hide half of each sentence, and keeps nobody out.</summary>
    private const int ShortestSecret = 4;

    private readonly string _folder;
    private readonly Func<string, string?> _environment;
    private readonly HashSet<string> _secrets = [];

    /// <param name="folder">From where relative paths go.</param>
    /// <param name="environment">Knows the variables.</param>
    public PlanSecrets(string folder, Func<string, string?> environment)
    {
        _folder = folder;
        _environment = environment;
    }

    public static PlanSecrets None { get; } = new("", static _ => null);

    /// <returns>What it stands for; <see langword="null"/> when that cannot be had, and then <paramref name="fault"/> says why.</returns>
    public string? Resolve(string written, out string? fault)
    {
        fault = null;
        if (written.StartsWith(FilePrefix, StringComparison.Ordinal))
        {
            return ReadFile(written[FilePrefix.Length..], out fault);
        }

        string? missing = null;
        var resolved = Variable().Replace(written, match =>
        {
            var value = _environment(match.Groups["name"].Value);
            if (string.IsNullOrEmpty(value) && match.Groups["default"].Success)
            {
                return match.Groups["default"].Value;
            }

            missing ??= value is null ? match.Groups["name"].Value : null;
            Keep(value);
            return value ?? "";
        });
        fault = missing is null ? null : $"the variable {missing} is not set; set it, or write ${{{missing}:-default}}";
        return missing is null ? resolved : null;
    }

    /// <summary>A text that may have a secret in it, without it.</summary>
    public string Hide(string text)
    {
        foreach (var secret in _secrets)
        {
            text = text.Replace(secret, Hidden, StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>What a plan calls by a name that only secrets have is one, wherever it stands.</summary>
    public void Keep(string? secret)
    {
        foreach (var line in (secret ?? "").Split('\n', StringSplitOptions.TrimEntries))
        {
            if (line.Length >= ShortestSecret)
            {
                _secrets.Add(line);
            }
        }
    }

    private string? ReadFile(string name, out string? fault)
    {
        try
        {
            var text = SmallFile.Read(Path.Combine(_folder, name))?.TrimEnd('\r', '\n');
            fault = text is null ? $"{name} is no file of at most 1 MiB" : null;
            Keep(text);
            return text;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            fault = $"{name} cannot be read: {e.Message.ReplaceLineEndings(" ")}";
            return null;
        }
    }

    [GeneratedRegex(@"\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(:-(?<default>[^}]*))?\}")]
    private static partial Regex Variable();
}
