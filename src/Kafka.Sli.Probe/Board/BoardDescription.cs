using Microsoft.AspNetCore.OpenApi;

namespace Kafka.Sli.Probe.Board;

/// <summary>What the OpenAPI document says of itself.</summary>
internal static class BoardDescription
{
    public static void Configure(OpenApiOptions options) => options.AddDocumentTransformer((document, _, _) =>
    {
        document.Info.Title = "Kafka.Sli.Probe";
        document.Info.Description = "How every cell of one instance of the probe stands. Durations are in seconds, shares between 0 and 1. What is not known is null.";
        document.Servers?.Clear();
        return Task.CompletedTask;
    });
}
