namespace Kafka.Sli.Producing;

/// <summary>The calls that make a transaction.</summary>
internal enum TransactionCall
{
    Init,
    Begin,
    SendOffsets,
    Commit,
    Abort,
}
