using CsCheck;

namespace Kafka.Sli.Tests.OnCluster.Differential;

internal enum ProducerCall
{
    Produce,
    ProduceWithoutHandler,
    ProduceWithThrowingHandler,
    ProduceAsync,
    ProduceAsyncWithToken,
    ProduceAsyncCancelled,
    Burst,
    FlushForSomeTime,
    FlushUntilCancelled,
    Poll,
}

internal enum Target
{
    Topic,
    Partition,
    AnyPartition,
    NoSuchPartition,
    NullTopic,
    NullPartition,
}

internal enum Content
{
    Usual,
    Nulls,
    SharedHeaders,
    NoHeaderValue,
    GarbageInOurHeader,
    SameObjectAgain,
    TimestampOfItsOwn,
    IllegalTimestamp,
    NullMessage,
    KeySerializerThrows,
    ValueSerializerThrows,
    SerializerAddsHeader,
    SerializerRemovesHeader,
    TooLarge,
    RefusedByBroker,
}

/// <summary>One call of a producer, with all that is needed to make it.</summary>
internal readonly record struct ProducerStep(ProducerCall Call, Target Target, Content Content)
{
    /// <summary>Wrong targets are rarer than right ones, so that most messages come into the log.</summary>
    public static readonly Gen<ProducerStep> Any = Gen.Select(
        Gen.Enum<ProducerCall>(),
        Gen.Frequency((8, Gen.Int[0, 2].Select(i => (Target)i)), (1, Gen.Enum<Target>())),
        Gen.Enum<Content>(),
        (call, target, content) => new ProducerStep(call, target, content));
}
