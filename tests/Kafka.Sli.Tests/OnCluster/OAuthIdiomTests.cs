using Confluent.Kafka;

namespace Kafka.Sli.Tests.OnCluster;

/// <summary>Tokens are asked for before any broker is: none of these clients has one that knows SASL.</summary>
public sealed class OAuthIdiomTests : IDisposable
{
    private readonly MeasuredCluster _given = new();

    public void Dispose() => _given.Dispose();

    [Theory]
    [InlineData(Way.Wrapped)]
    [InlineData(Way.Built)]
    public async Task A_producer_that_is_given_a_token_asks_for_the_next_before_it_ends(Way way)
    {
        var asked = new List<IClient>();
        var again = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var producer = _given.Producer(way, Sasl, b => b.SetOAuthBearerTokenRefreshHandler((client, _) =>
        {
            asked.Add(client);
            client.OAuthBearerSetToken("token", DateTimeOffset.UtcNow.AddSeconds(2).ToUnixTimeMilliseconds(), "principal");
            if (asked.Count == 2)
            {
                again.SetResult();
            }
        }));

        await again.Task.WaitAsync(MeasuredCluster.Patience, TestContext.Current.CancellationToken);

        Assert.Equal(way == Way.Built, ReferenceEquals(producer, asked[0]));
        producer.OAuthBearerSetToken("token", DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeMilliseconds(), "principal");
    }

    [Theory]
    [InlineData(Way.Wrapped)]
    [InlineData(Way.Built)]
    public void A_consumer_that_is_given_a_token_asks_for_the_next_before_it_ends(Way way)
    {
        var asked = new List<IClient>();
        using var consumer = _given.Consumer(way, Sasl, b => b.SetOAuthBearerTokenRefreshHandler((client, _) =>
        {
            asked.Add(client);
            client.OAuthBearerSetToken("token", DateTimeOffset.UtcNow.AddSeconds(2).ToUnixTimeMilliseconds(), "principal");
        }));

        Assert.Empty(asked);
        MeasuredCluster.ConsumeUntil(consumer, () => asked.Count == 2);

        Assert.Equal(way == Way.Built, ReferenceEquals(consumer, asked[0]));
        consumer.OAuthBearerSetToken("token", DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeMilliseconds(), "principal");
    }

    [Theory]
    [InlineData(Way.Wrapped)]
    [InlineData(Way.Built)]
    public void A_token_that_cannot_be_had_is_told_to_the_error_handler(Way way)
    {
        Error? error = null;
        IClient? told = null;
        using var consumer = _given.Consumer(way, Sasl, b => b
            .SetOAuthBearerTokenRefreshHandler((client, _) => client.OAuthBearerSetTokenFailure("no token today"))
            .SetErrorHandler((client, e) => (told, error) = e.Reason.Contains("no token today", StringComparison.Ordinal) ? (client, e) : (told, error)));

        MeasuredCluster.ConsumeUntil(consumer, () => error is not null);

        Assert.Equal(ErrorCode.Local_Authentication, error!.Code);
        Assert.Equal(way == Way.Built, ReferenceEquals(consumer, told));
    }

    private static void Sasl(ClientConfig config)
    {
        config.SecurityProtocol = SecurityProtocol.SaslPlaintext;
        config.SaslMechanism = SaslMechanism.OAuthBearer;
    }
}
