using System.Reflection;
using Confluent.Kafka;
using Kafka.Sli.Probe.Probing;

namespace Kafka.Sli.Probe.Tests.Probing;

public class PastLogTests
{
    [Fact]
    public void Behind_the_last_record_it_asks_for_nothing()
    {
        using var log = Log(out var script, 3, 4);

        Assert.Equal([3L, 4L], log.Read(0, 3, 5, () => false).Select(r => r.Offset));
        Assert.Equal(2, script.Polls);
    }

    [Fact]
    public void Where_the_last_offsets_are_no_records_it_reads_on_to_the_next_one()
    {
        using var log = Log(out _, 3, 8);

        Assert.Equal([3L], log.Read(0, 3, 5, () => false).Select(r => r.Offset));
    }

    [Fact]
    public void Whoever_has_given_up_does_not_wait_for_what_does_not_come()
    {
        using var log = Log(out var script, 3);

        Assert.Equal([3L], log.Read(0, 3, 5, () => script.Polls == 4).Select(r => r.Offset));
    }

    private static PastLog Log(out ScriptedConsumer script, params long[] offsets)
    {
        var consumer = DispatchProxy.Create<IConsumer<Ignore, Ignore>, ScriptedConsumer>();
        script = (ScriptedConsumer)consumer;
        script.Offsets = new(offsets);
        return new PastLog(consumer, "topic", new RecordReader("cell"));
    }

    /// <summary>Gives what it is told to, and then nothing more.</summary>
    public class ScriptedConsumer : DispatchProxy
    {
        internal Queue<long> Offsets { get; set; } = [];

        internal int Polls { get; private set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (targetMethod!.Name != nameof(IConsumer<,>.Consume))
            {
                return null;
            }

            Polls++;
            return Offsets.TryDequeue(out var offset)
                ? new ConsumeResult<Ignore, Ignore> { TopicPartitionOffset = new("topic", 0, offset), Message = new() { Timestamp = new Timestamp(1, TimestampType.CreateTime) } }
                : null;
        }
    }
}
