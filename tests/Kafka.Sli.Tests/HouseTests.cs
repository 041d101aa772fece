using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace Kafka.Sli.Tests;

/// <summary>Dependencies point one way, so that the next reader can read a room without the others.</summary>
public class HouseTests
{
    private const string Root = "Kafka.Sli";

    private static readonly Architecture Library = new ArchLoader().LoadAssemblies(typeof(KafkaSli).Assembly).Build();

    [Theory]
    [InlineData("Objectives")]
    [InlineData("Telemetry", "Objectives")]
    [InlineData("InFlight", "Telemetry", "Objectives")]
    [InlineData("Producing", "InFlight", "Telemetry", "Objectives")]
    [InlineData("Consuming", "InFlight", "Telemetry", "Objectives")]
    [InlineData("Measuring", "Consuming", "InFlight", "Telemetry", "Objectives")]
    public void A_room_depends_on_none_but(string room, params string[] allowed)
    {
        var known = allowed.Append(room).Select(r => $"{Root}.{r}").ToHashSet();
        var inside = Library.Types.Where(t => t.Namespace.FullName == $"{Root}.{room}").ToArray();

        var wrong = inside
            .SelectMany(type => type.Dependencies.Select(d => (From: type.Name, To: d.Target)))
            .Where(d => d.To.Namespace?.FullName.StartsWith(Root, StringComparison.Ordinal) == true && !known.Contains(d.To.Namespace.FullName))
            .Select(d => $"{d.From} -> {d.To.FullName}")
            .Distinct();

        Assert.NotEmpty(inside);
        Assert.Empty(wrong);
    }

    [Fact]
    public void The_library_brings_no_host_no_SDK_and_no_exporter()
    {
        string[] allowed =
        [
            "Confluent.Kafka", "Microsoft.Extensions.Configuration.Abstractions", "Microsoft.Extensions.Configuration.Binder", "Microsoft.Extensions.DependencyInjection.Abstractions",
            "Microsoft.Extensions.Diagnostics.HealthChecks", "Microsoft.Extensions.Diagnostics.HealthChecks.Abstractions", "Microsoft.Extensions.Hosting.Abstractions",
            "Microsoft.Extensions.Logging.Abstractions", "Microsoft.Extensions.Options", "OpenTelemetry.Api", "OpenTelemetry.Api.ProviderBuilderExtensions",
        ];

        string[] ofDotNet = ["System.", "Microsoft.Bcl.", "netstandard"];

        var used = typeof(KafkaSli).Assembly.GetReferencedAssemblies().Select(a => a.Name!).Where(a => !ofDotNet.Any(own => a.StartsWith(own, StringComparison.Ordinal)));

        Assert.Subset(allowed.ToHashSet(), used.ToHashSet());
    }
}
