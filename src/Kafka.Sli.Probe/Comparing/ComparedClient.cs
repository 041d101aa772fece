using Kafka.Sli.Probe.Ledger;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Comparing;

/// <summary>Stands between a cell and one client of it, and tells the comparison of each send.</summary>
internal sealed class ComparedClient : ForwardedEvents
{
    private readonly ComparedCell _compared;
    private readonly int _client;

    public ComparedClient(IModelClientEvents cell, ComparedCell compared, StreamId stream)
        : base(cell) => (_compared, _client) = (compared, compared.Takes(stream));

    public override void Begun(in Sending sending)
    {
        _compared.Begun(_client, sending);
        base.Begun(sending);
    }

    public override void Settled(in Sending sending, long at, Fate fate)
    {
        _compared.Settled(_client, sending, at, fate);
        base.Settled(sending, at, fate);
    }

    public override void Read(in Reading reading)
    {
        _compared.Saw(reading);
        base.Read(reading);
    }
}
