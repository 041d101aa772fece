using Confluent.Kafka;
using Kafka.Sli.InFlight;
using Kafka.Sli.Telemetry;

namespace Kafka.Sli.Producing;

/// <summary>What the messages of one producer share: where they are kept, where they report to, and how their reports are to be read.</summary>
internal sealed record ProducerReports(InFlightRegister InFlight, SliTelemetry Telemetry, TransactionClock Transactions, bool AreWithoutAcknowledgement)
{
    public ProduceEnd EndOf<TKey, TValue>(DeliveryReport<TKey, TValue>? report) =>
        EndOf(ProduceEnd.Of(report?.Error, report?.Status ?? PersistenceStatus.PossiblyPersisted, Transactions.PurgesForApplication));

    public ProduceEnd EndOf<TKey, TValue>(DeliveryResult<TKey, TValue>? result) => EndOf(ProduceEnd.Of(result));

    public ProduceEnd EndOf<TKey, TValue>(Exception exception) =>
        ProduceEnd.Of<TKey, TValue>(exception, Transactions.PurgesForApplication);

    /// <summary>With acks=0 the report of a success says that the message was written to a socket, and no more.</summary>
    private ProduceEnd EndOf(ProduceEnd end) => AreWithoutAcknowledgement && ReferenceEquals(end, ProduceEnd.Ok) ? ProduceEnd.Unobserved : end;
}
