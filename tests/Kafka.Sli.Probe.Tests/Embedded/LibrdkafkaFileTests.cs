using Kafka.Sli.Probe.Embedded;

namespace Kafka.Sli.Probe.Tests.Embedded;

public class LibrdkafkaFileTests
{
    [Fact]
    public void The_first_build_that_loads_is_taken()
    {
        var library = LibrdkafkaFile.Load(typeof(EmbeddedCluster).Assembly);

        var loaded = LibrdkafkaFile.First(
            ["broken", "good", "never asked"],
            name => name switch
            {
                "broken" => throw new DllNotFoundException("libsasl2.so.3: cannot open"),
                "good" => library,
                _ => throw new InvalidOperationException(),
            });

        Assert.Equal(library, loaded);
    }

    [Fact]
    public void When_none_loads_one_line_says_what_was_tried_and_why_not()
    {
        var failure = Assert.Throws<DllNotFoundException>(() =>
            LibrdkafkaFile.First(LibrdkafkaFile.Names, name => throw new DllNotFoundException($"{name}.so: cannot\nopen")));

        Assert.Contains("Tried: librdkafka (librdkafka.so: cannot open); centos8-librdkafka (", failure.Message, StringComparison.Ordinal);
        Assert.Contains("alpine-librdkafka (", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }
}
