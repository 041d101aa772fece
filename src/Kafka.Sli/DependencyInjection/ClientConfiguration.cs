using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Confluent.Kafka;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kafka.Sli.DependencyInjection;

/// <summary>
/// The properties of a client in the application's configuration: librdkafka's own names (<c>bootstrap.servers</c>), every
/// one of them, or the names of Confluent.Kafka's configuration classes (<c>BootstrapServers</c>).
/// </summary>
internal static partial class ClientConfiguration
{
    private const DynamicallyAccessedMemberTypes Properties = DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.NonPublicProperties;

    /// <summary>A client of librdkafka's own cluster needs none.</summary>
    private static readonly string[] Addresses = ["bootstrap.servers", "metadata.broker.list", "test.mock.num.brokers"];

    private static readonly TimeSpan WarningLimit = TimeSpan.FromSeconds(1);

    /// <param name="kind">The section's name: <c>Producer</c> or <c>Consumer</c>, in the plural where the client has a name.</param>
    /// <param name="name">The client's name.</param>
    public static string PathOf(string kind, string? name) => name is null ? $"Kafka:Sli:{kind}" : $"Kafka:Sli:{kind}s:{name}";

    /// <exception cref="InvalidOperationException">A key or a value is wrong; the message names both.</exception>
    public static TConfig Read<[DynamicallyAccessedMembers(Properties)] TConfig>(IServiceProvider services, string path)
        where TConfig : ClientConfig, new()
    {
        var config = new TConfig();
        if (services.GetService<IConfiguration>()?.GetSection(path) is not { } section)
        {
            return config;
        }

        foreach (var entry in section.GetChildren().Where(ConfiguredOptions.IsGiven))
        {
            var value = entry.Value ?? throw new InvalidOperationException($"{entry.Path}: is a section or a list; give it one value, as text");
            if (IsOfLibrdkafka(entry.Key))
            {
                config.Set(entry.Key, value);
            }
            else if (PropertyOf<TConfig>(entry.Key) is { } property)
            {
                property.SetValue(config, Convert(entry, value, property.PropertyType));
            }
            else
            {
                // Without its value, which may be a secret under a name that was mistyped.
                throw new InvalidOperationException(
                    $"{entry.Path}: {typeof(TConfig).Name} has no property of this name; "
                    + "write it as librdkafka does, like bootstrap.servers, or as Confluent.Kafka does, like BootstrapServers");
            }
        }

        return config;
    }

    /// <summary>librdkafka makes a client without an address too, whose sends then wait for their time-out: a section under a mistyped name is found out late.</summary>
    public static void WarnWithoutAddress(IServiceProvider services, KafkaSli sli, string path, ClientConfig config)
    {
        if (Array.TrueForAll(Addresses, key => string.IsNullOrEmpty(config.Get(key))))
        {
            // A log provider may need this very client: to ask for its factory, which this thread is making, would make it again, and so for ever. Another
            // thread waits for it until it is made, and is waited for no longer than a log that is there takes.
            sli.Telemetry.Errors.Guard((services, sli, path), static w =>
                Task.Run(() => w.sli.Telemetry.Errors.Guard((w.services, w.path), Warn, nameof(WarnWithoutAddress))).Wait(WarningLimit));
        }
    }

    /// <summary>Builds a client; what it refuses of its configuration is told with the place where that was given.</summary>
    public static TClient Build<TClient>(string path, Func<TClient> build)
    {
        try
        {
            return build();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or KafkaException)
        {
            throw new InvalidOperationException($"{path}: {e.Message}", e);
        }
    }

    private static void Warn((IServiceProvider Services, string Path) client)
    {
        if (client.Services.GetService<ILoggerFactory>()?.CreateLogger<KafkaSli>() is { } logger)
        {
            LogNoAddress(logger, client.Path);
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The properties are texts, numbers, truth values and enumerations.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "The properties are texts, numbers, truth values and enumerations.")]
    private static object Convert(IConfigurationSection entry, string value, Type type) =>
        type == typeof(string) ? value
        : value.Length > 0 && entry.Get(type) is { } converted ? converted
        : throw new InvalidOperationException($"{entry.Path}: '{value}' is no {(Nullable.GetUnderlyingType(type) ?? type).Name}");

    /// <summary>librdkafka writes its names in small letters.</summary>
    private static bool IsOfLibrdkafka(string key) => !key.Any(char.IsUpper);

    private static PropertyInfo? PropertyOf<[DynamicallyAccessedMembers(Properties)] TConfig>(string key) =>
        typeof(TConfig).GetProperty(key, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase) is { CanWrite: true } property ? property : null;

    [LoggerMessage(7, LogLevel.Warning, "{Path}: bootstrap.servers is missing, so that this client reaches no broker; give it there, like kafka-1:9092")]
    private static partial void LogNoAddress(ILogger logger, string path);
}
