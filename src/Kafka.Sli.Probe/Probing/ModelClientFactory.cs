using Kafka.Sli.Probe.Ledger;
using Kafka.Sli.Probe.Plan;

namespace Kafka.Sli.Probe.Probing;

/// <summary>Makes the client of a cell, or whatever is to stand between that and its cell.</summary>
internal delegate IModelClient ModelClientFactory(string bootstrap, CellPlan plan, StreamId stream, CellSurroundings surroundings, IModelClientEvents events);
