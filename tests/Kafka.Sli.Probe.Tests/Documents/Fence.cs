namespace Kafka.Sli.Probe.Tests.Documents;

/// <summary>A block of code in a page.</summary>
/// <param name="Place">Page and line.</param>
/// <param name="Language">As the fence names it.</param>
/// <param name="Context">What stands around it, named by a comment before it.</param>
/// <param name="Text">The code.</param>
internal sealed record Fence(string Place, string Language, string? Context, string Text);
