using Kafka.Sli.Probe.Embedded;
using Kafka.Sli.Probe.Probing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Kafka.Sli.Probe.Board;

/// <summary>Faults for an embedded cluster, so that a newcomer sees what an outage does to the SLI. There are none for any other cluster.</summary>
internal static class FaultApi
{
    public static void Map(IEndpointRouteBuilder routes, Prober prober, BoardWatch watch)
    {
        var cluster = routes.MapGroup("/api/v1/clusters/{cluster}").WithTags("Faults").AddEndpointFilter<OwnOriginFilter>()
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);
        var broker = cluster.MapGroup("/brokers/{broker:int}");

        broker.MapPut("/down", (string cluster, int broker) => Do(cluster, broker, faults => faults.SetDown(broker, isDown: true)))
            .WithName("takeBrokerDown").WithSummary("Cuts a broker's connections and takes no new ones. Nobody is elected in its place.");
        broker.MapDelete("/down", (string cluster, int broker) => Do(cluster, broker, faults => faults.SetDown(broker, isDown: false)))
            .WithName("bringBrokerUp").WithSummary("The broker is up again.");
        broker.MapPut("/slow", (string cluster, int broker) => Do(cluster, broker, faults => faults.SetSlow(broker, isSlow: true)))
            .WithName("slowBroker").WithSummary("Each answer of a broker waits a second.");
        broker.MapDelete("/slow", (string cluster, int broker) => Do(cluster, broker, faults => faults.SetSlow(broker, isSlow: false)))
            .WithName("speedBrokerUp").WithSummary("The broker answers at once again.");
        broker.MapPost("/move-leaders", (string cluster, int broker) => Do(cluster, broker, faults => faults.MoveLeaders(broker)))
            .WithName("moveLeaders").WithSummary("Another broker that is up leads each partition that this one led.");
        cluster.MapDelete("/faults", (string cluster) => Do(cluster, broker: null, faults => faults.Heal()))
            .WithName("heal").WithSummary("Every broker is up, answers at once, and leads what it led at first.");

        Results<NoContent, ProblemHttpResult> Do(string name, int? broker, Action<BrokerFaults> act)
        {
            if (prober.Clusters.FirstOrDefault(c => c.Plan.Name == name)?.Faults is not { } faults)
            {
                return NotFound($"cluster {name}: is no embedded cluster of this probe");
            }

            if (broker is { } id && faults.Brokers.All(b => b.Id != id))
            {
                return NotFound($"broker {id}: is none of cluster {name}, whose brokers are {string.Join(", ", faults.Brokers.Select(b => b.Id))}");
            }

            try
            {
                act(faults);
            }
            catch (ObjectDisposedException)
            {
                return NotFound($"cluster {name}: has just been taken out of the plan");
            }

            watch.Look();
            return TypedResults.NoContent();
        }
    }

    private static ProblemHttpResult NotFound(string line) => TypedResults.Problem(line, statusCode: StatusCodes.Status404NotFound);
}
