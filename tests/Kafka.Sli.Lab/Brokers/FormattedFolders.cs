namespace Kafka.Sli.Lab.Brokers;

/// <summary>
/// Folders that a broker may start on. Kafka's tool formats the first; the others are copies with ids of their own, because each start of the tool takes a
/// second of a small machine.
/// </summary>
internal sealed class FormattedFolders
{
    private readonly string _clusterId;
    private readonly string _bootstrap;

    private FormattedFolders(string clusterId, string bootstrap) => (_clusterId, _bootstrap) = (clusterId, bootstrap);

    /// <param name="guard">Sees to it that the tool does not outlive the test run.</param>
    /// <param name="broker">Whose folder is formatted.</param>
    /// <param name="metadata">Its folder of metadata.</param>
    /// <param name="logging">The configuration of log4j.</param>
    /// <param name="scram">Credentials that are there from the beginning.</param>
    public static async Task<FormattedFolders> FormatAsync(Guard guard, Broker broker, string metadata, string logging, IEnumerable<string> scram)
    {
        var id = KafkaUuid.New();
        using var tool = JavaProcess.Start(
            guard, broker.LogFile, logging, [], ["kafka.tools.StorageTool", "format", "-c", broker.PropertiesFile, "-t", id, .. scram.SelectMany(s => new[] { "-S", s })]);
        return await tool.EndAsync() == 0
            ? new FormattedFolders(id, Path.Combine(metadata, "bootstrap.checkpoint"))
            : throw new InvalidOperationException($"the storage could not be formatted; {broker.LastLines()}");
    }

    /// <summary>Makes another broker's folders alike.</summary>
    public void Copy(int id, BrokerConfiguration configuration)
    {
        File.Copy(_bootstrap, Path.Combine(configuration.MetadataFolder, "bootstrap.checkpoint"));
        foreach (var folder in new[] { configuration.MetadataFolder, configuration.DataFolder }.Distinct())
        {
            File.WriteAllText(Path.Combine(folder, "meta.properties"), $"node.id={id}\nversion=1\ncluster.id={_clusterId}\ndirectory.id={KafkaUuid.New()}\n");
        }
    }
}
