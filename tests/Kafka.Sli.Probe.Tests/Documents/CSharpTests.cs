using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Kafka.Sli.Probe.Tests.Documents;

/// <summary>C# in the pages, compiled against the library as a service of its users would be.</summary>
public class CSharpTests
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Confluent.Kafka;
        global using Kafka.Sli;
        global using Kafka.Sli.Measuring;
        global using Kafka.Sli.Objectives;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using OpenTelemetry;
        global using OpenTelemetry.Metrics;
        global using OpenTelemetry.Trace;
        public sealed record Order(string Id);
        """;

    /// <summary>What a page takes as given, by the name in the comment before the block: without one, the builder of a host.</summary>
    private static readonly Dictionary<string, string> Contexts = new()
    {
        [""] = "var builder = Host.CreateApplicationBuilder(args); var services = builder.Services;",
        ["whole program"] = "",
        ["sli"] = "using var sli = KafkaSli.Create();",
        ["clients"] = "using var sli = KafkaSli.Create(); var config = new ProducerConfig(); var consumerConfig = new ConsumerConfig(); var metrics = Sdk.CreateMeterProviderBuilder();",
        ["external client"] = "using var sli = KafkaSli.Create(); long start = 0, end = 0, at = 0, offset = 0; int partition = 0; byte[]? stamp = null; Confluent.Kafka.Timestamp timestamp = default;",
        ["opentelemetry package"] = "var builder = Host.CreateApplicationBuilder(args); var config = new ProducerConfig();",
        ["aspire"] = "var builder = Host.CreateApplicationBuilder(args);",
    };

    /// <summary>Of packages that this repository has no use for, the members that a page shows.</summary>
    private const string OfOthers = """
        namespace Confluent.Kafka
        {
            public sealed class InstrumentedProducerBuilder<TKey, TValue>(IEnumerable<KeyValuePair<string, string>> config) : ProducerBuilder<TKey, TValue>(config);

            public static class Instrumentation
            {
                public static MeterProviderBuilder AddKafkaProducerInstrumentation<TKey, TValue>(this MeterProviderBuilder builder) => builder;
                public static TracerProviderBuilder AddKafkaProducerInstrumentation<TKey, TValue>(this TracerProviderBuilder builder) => builder;
            }
        }

        namespace Microsoft.Extensions.Hosting
        {
            public static class Aspire
            {
                public static void AddKafkaProducer<TKey, TValue>(this IHostApplicationBuilder builder, string connectionName) { }
            }
        }
        """;

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(f => MetadataReference.CreateFromFile(f)),
    ];

    [Fact]
    public void Every_block_of_code_in_the_pages_compiles_in_the_context_that_it_names()
    {
        var blocks = Document.All.SelectMany(d => d.Fences()).Where(f => f.Language is "csharp" or "cs").ToArray();

        Assert.NotEmpty(blocks);
        Assert.Empty(blocks.SelectMany(Errors));
    }

    private static IEnumerable<string> Errors(Fence fence) =>
        Contexts.TryGetValue(fence.Context ?? "", out var context)
            ? CSharpCompilation.Create("Page", [Parse(Usings), Parse(OfOthers), Parse($"{context}\n#line 1 \"{fence.Place}\"\n{fence.Text}")], References, new(OutputKind.ConsoleApplication))
                .GetDiagnostics()
                .Where(d => d.Severity == DiagnosticSeverity.Error)
                .Select(d => $"{fence.Place}: line {d.Location.GetMappedLineSpan().StartLinePosition.Line + 1} of the block: {d.GetMessage(null)}")
            : [$"{fence.Place}: there is no context '{fence.Context}'"];

    private static SyntaxTree Parse(string text) => CSharpSyntaxTree.ParseText(text, new(LanguageVersion.Latest));
}
