namespace Kafka.Sli.EndToEnd.Deployment;

/// <summary>What Prometheus itself says of the files that it is given.</summary>
public class PrometheusConfigurationTests
{
    [Fact]
    public async Task Prometheus_takes_the_configuration_of_the_compose_file()
    {
        Promtool.Require();

        await Promtool.IsContentAsync("check", "config", Repository.File("deploy", "compose", "prometheus", "prometheus.yml"));
    }

    [Fact]
    public async Task Prometheus_takes_the_rules_of_the_compose_file()
    {
        Promtool.Require();

        await Promtool.IsContentAsync("check", "rules", Repository.File("deploy", "compose", "prometheus", "kafka-sli.rules.yaml"));
    }
}
