using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Kafka.Sli.Probe.Board;

/// <summary>Of a file's content: a browser that has it already is not sent it again.</summary>
internal static class EntityTag
{
    public static EntityTagHeaderValue Of(byte[] content) => new($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16))}\"");
}
