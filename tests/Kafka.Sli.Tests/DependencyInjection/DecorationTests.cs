using Confluent.Kafka;
using Kafka.Sli.Consuming;
using Kafka.Sli.Producing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kafka.Sli.Tests.DependencyInjection;

public sealed class DecorationTests
{
    private readonly ServiceCollection _services = new();
    private readonly StubProducer<string, string> _stub = new();

    public enum Registration
    {
        Instance,
        Factory,
        Type,
        OpenGeneric,
    }

    public static TheoryData<Registration, bool, ServiceLifetime> Registrations
    {
        get
        {
            var all = new TheoryData<Registration, bool, ServiceLifetime>();
            foreach (var registration in Enum.GetValues<Registration>())
            {
                foreach (var keyed in (bool[])[false, true])
                {
                    foreach (var lifetime in Enum.GetValues<ServiceLifetime>().Where(l => registration != Registration.Instance || l == ServiceLifetime.Singleton))
                    {
                        all.Add(registration, keyed, lifetime);
                    }
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Registrations))]
    public void Every_way_to_register_a_client_is_decorated_and_keeps_its_lifetime(Registration registration, bool keyed, ServiceLifetime lifetime)
    {
        Register(registration, keyed ? "main" : null, lifetime);
        _services.AddKafkaSli();
        using var provider = _services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        using var scope = provider.CreateScope();
        using var otherScope = provider.CreateScope();

        var first = Resolve(scope.ServiceProvider, keyed);
        var again = Resolve(scope.ServiceProvider, keyed);
        var other = Resolve(otherScope.ServiceProvider, keyed);

        Assert.IsAssignableFrom<SliProducer<string, string>>(first);
        Assert.Equal(lifetime != ServiceLifetime.Transient, ReferenceEquals(first, again));
        Assert.Equal(lifetime == ServiceLifetime.Singleton, ReferenceEquals(first, other));
        Assert.Equal("stub", first.Name);
    }

    [Theory]
    [MemberData(nameof(Registrations))]
    public void Its_disposal_stays_as_it_was(Registration registration, bool keyed, ServiceLifetime lifetime)
    {
        var (withUs, without) = (DisposalsByContainer(sli: true), DisposalsByContainer(sli: false));

        Assert.Equal(without, withUs);
        Assert.Equal(registration == Registration.Instance ? 0 : 1, withUs);

        int DisposalsByContainer(bool sli)
        {
            var services = new ServiceCollection();
            var stub = new StubProducer<string, string>();
            Made.Clear();
            Register(registration, keyed ? "main" : null, lifetime, services, stub);
            if (sli)
            {
                services.AddKafkaSli();
            }

            using (var provider = services.BuildServiceProvider())
            {
                using var scope = provider.CreateScope();
                Resolve(scope.ServiceProvider, keyed);
            }

            return stub.Disposals + Made.Sum(m => m.Disposals);
        }
    }

    [Theory]
    [InlineData(Registration.Instance)]
    [InlineData(Registration.Factory)]
    [InlineData(Registration.Type)]
    public void A_client_that_the_application_disposes_itself_is_disposed(Registration registration)
    {
        Made.Clear();
        Register(registration, null, ServiceLifetime.Singleton);
        using var provider = _services.AddKafkaSli().BuildServiceProvider();

        Resolve(provider, keyed: false).Dispose();

        Assert.Equal(1, _stub.Disposals + Made.Sum(m => m.Disposals));
    }

    [Fact]
    public void Consumers_are_decorated_too()
    {
        var (consumer, _) = StubConsumer.Create();
        _services.AddSingleton(consumer).AddKafkaSli();
        using var provider = _services.BuildServiceProvider();

        Assert.IsType<SliConsumer<string, string>>(provider.GetRequiredService<IConsumer<string, string>>());
    }

    [Fact]
    public void All_registrations_of_one_type_are_decorated_in_their_order()
    {
        _services.AddSingleton<IProducer<string, string>>(_stub);
        _services.AddSingleton<IProducer<string, string>>(_ => new MadeByContainer<string, string>());
        using var provider = _services.AddKafkaSli().BuildServiceProvider();

        Assert.Equal(["stub", "stub"], provider.GetServices<IProducer<string, string>>().Select(p => Assert.IsType<SliProducer<string, string>>(p).Name));
    }

    [Fact]
    public void Calling_it_twice_is_harmless_and_decorates_what_came_in_between()
    {
        _services.AddSingleton<IProducer<string, string>>(_stub).AddKafkaSli();
        _services.AddSingleton<IProducer<int, string>>(_ => new MadeByContainer<int, string>()).AddKafkaSli();
        using var provider = _services.BuildServiceProvider();

        provider.GetRequiredService<IProducer<string, string>>().Produce("orders", new Message<string, string>());

        Assert.Single(_stub.Calls);
        Assert.IsType<SliProducer<int, string>>(provider.GetRequiredService<IProducer<int, string>>());
        Assert.Single(_services, d => d.ServiceType == typeof(KafkaSli));
    }

    [Fact]
    public void A_registration_that_hands_on_another_one_is_decorated_once()
    {
        _services.AddKeyedSingleton<IProducer<string, string>>("main", _stub);
        _services.AddSingleton(sp => sp.GetRequiredKeyedService<IProducer<string, string>>("main"));
        using var provider = _services.AddKafkaSli().BuildServiceProvider();

        Assert.Same(
            provider.GetRequiredKeyedService<IProducer<string, string>>("main"),
            provider.GetRequiredService<IProducer<string, string>>());
    }

    [Fact]
    public void A_key_that_is_a_text_names_the_client()
    {
        _services.AddKeyedSingleton<IProducer<string, string>>("main", _stub).AddKafkaSli(o => o.Objectives.Add("produce: 99% < 1s"));
        using var provider = _services.BuildServiceProvider();
        using var measured = new Measurements(provider.GetRequiredService<KafkaSli>());

        provider.GetRequiredKeyedService<IProducer<string, string>>("main");

        Assert.Equal(["main", "main", "main"], measured.Observe("kafka.sli.events").Select(m => m["kafka.sli.client"]));
    }

    [Fact]
    public void An_implementation_is_given_the_key_it_was_registered_under()
    {
        _services.AddKeyedSingleton<IProducer<string, string>, WantsItsKey>("main").AddKafkaSli();
        using var provider = _services.BuildServiceProvider();

        Assert.Equal("main", provider.GetRequiredKeyedService<IProducer<string, string>>("main").Name);
    }

    [Fact]
    public void An_implementation_that_may_be_given_a_key_is_given_none_without_one()
    {
        _services.AddSingleton<IProducer<string, string>, MayHaveAKey<string, string>>().AddKafkaSli();
        using var provider = _services.BuildServiceProvider();

        Assert.Equal("none", Assert.IsType<SliProducer<string, string>>(provider.GetRequiredService<IProducer<string, string>>()).Name);
    }

    [Fact]
    public void An_open_generic_implementation_that_wants_its_key_is_left_alone_and_works()
    {
        _services.AddKeyedSingleton(typeof(IProducer<,>), "main", typeof(MayHaveAKey<,>)).AddKafkaSli();
        using var provider = _services.BuildServiceProvider();

        Assert.Equal("main", provider.GetRequiredKeyedService<IProducer<string, string>>("main").Name);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_registration_for_any_key_gives_each_key_a_client_of_its_own(bool open)
    {
        ((ICollection<ServiceDescriptor>)_services).Add(open
            ? new ServiceDescriptor(typeof(IProducer<,>), KeyedService.AnyKey, typeof(MadeByContainer<,>), ServiceLifetime.Singleton)
            : new ServiceDescriptor(typeof(IProducer<string, string>), KeyedService.AnyKey, typeof(MadeByContainer<string, string>), ServiceLifetime.Singleton));
        _services.AddKafkaSli();
        Made.Clear();
        using var provider = _services.BuildServiceProvider();

        provider.GetRequiredKeyedService<IProducer<string, string>>("a").Dispose();
        provider.GetRequiredKeyedService<IProducer<string, string>>("b");

        Assert.Equal([true, false], Made.Select(m => m.IsDisposed));
    }

    [Fact]
    public void Open_generic_registrations_that_follow_each_other_keep_their_order()
    {
        _services.AddSingleton(typeof(IProducer<,>), typeof(First<,>)).AddKafkaSli();
        _services.AddSingleton(typeof(IProducer<,>), typeof(Second<,>)).AddKafkaSli();
        using var provider = _services.BuildServiceProvider();

        var all = provider.GetServices<IProducer<string, string>>().ToArray();

        Assert.Equal(["first", "second"], all.Select(p => p.Name));
        Assert.IsAssignableFrom<SliProducer<string, string>>(provider.GetRequiredService<IProducer<string, string>>());
    }

    [Fact]
    public void What_a_client_flushes_when_the_container_disposes_it_is_not_abandoned()
    {
        _services.AddSingleton<IProducer<string, string>, FlushesAtTheEnd>().AddKafkaSli(o => o.Objectives.Add("produce: 99% < 1m as all"));
        var provider = _services.BuildServiceProvider();
        using var measured = new Measurements(provider.GetRequiredService<KafkaSli>());
        var reported = 0;
        var producer = provider.GetRequiredService<IProducer<string, string>>();
        producer.Produce("orders", new Message<string, string>(), _ => reported++);
        producer.Produce("never", new Message<string, string>());

        provider.Dispose();

        Assert.Equal(1, reported);
        Assert.Equal([null, "abandoned"], measured.Produces.Select(m => m["kafka.sli.outcome"]));
    }

    [Fact]
    public async Task A_client_that_can_be_disposed_asynchronously_is()
    {
        var client = new Asynchronous();
        _services.AddSingleton<IProducer<string, string>>(_ => client).AddKafkaSli();

        await using (var provider = _services.BuildServiceProvider())
        {
            provider.GetRequiredService<IProducer<string, string>>();
        }

        Assert.Equal((1, 0), (client.AsynchronousDisposals, client.Disposals));
    }

    [Fact]
    public async Task A_log_provider_that_writes_to_Kafka_can_be_made()
    {
        _services.AddLogging();
        _services.AddSingleton<IProducer<string, string>>(_ => _stub);
        _services.AddSingleton<ILoggerProvider, LogsToKafka>();
        _services.AddKafkaSli();
        using var provider = _services.BuildServiceProvider();

        var made = Task.Run(provider.GetRequiredService<ILoggerFactory>);

        Assert.NotNull(await made.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void A_factory_may_return_nothing()
    {
        _services.AddSingleton<IProducer<string, string>>(_ => null!).AddKafkaSli();
        using var provider = _services.BuildServiceProvider();

        Assert.Null(provider.GetService<IProducer<string, string>>());
    }

    [Fact]
    public void Other_services_are_left_alone()
    {
        var list = new List<string>();
        _services.AddSingleton<IList<string>>(list).AddKafkaSli();
        using var provider = _services.BuildServiceProvider();

        Assert.Same(list, provider.GetRequiredService<IList<string>>());
    }

    private static List<StubProducer<string, string>> Made { get; } = [];

    private static IProducer<string, string> Resolve(IServiceProvider services, bool keyed) => keyed
        ? services.GetRequiredKeyedService<IProducer<string, string>>("main")
        : services.GetRequiredService<IProducer<string, string>>();

    private void Register(Registration registration, string? key, ServiceLifetime lifetime) => Register(registration, key, lifetime, _services, _stub);

    private static void Register(Registration registration, string? key, ServiceLifetime lifetime, IServiceCollection services, StubProducer<string, string> stub)
    {
        var producer = typeof(IProducer<string, string>);
        services.Add(registration switch
        {
            Registration.Instance => new ServiceDescriptor(producer, key, stub),
            Registration.Factory => new ServiceDescriptor(producer, key, (_, _) => stub, lifetime),
            Registration.Type => new ServiceDescriptor(producer, key, typeof(MadeByContainer<string, string>), lifetime),
            _ => new ServiceDescriptor(typeof(IProducer<,>), key, typeof(MadeByContainer<,>), lifetime),
        });
    }

    // Made by the container.
#pragma warning disable CA1812
    private sealed class WantsItsKey([ServiceKey] string key) : MadeByContainer<string, string>
    {
        public override string Name => key;
    }
    private sealed class MayHaveAKey<TKey, TValue>([ServiceKey] string? key = null) : MadeByContainer<TKey, TValue>
    {
        public override string Name => key ?? "none";
    }

    private sealed class First<TKey, TValue> : MadeByContainer<TKey, TValue>
    {
        public override string Name => "first";
    }

    private sealed class Second<TKey, TValue> : MadeByContainer<TKey, TValue>
    {
        public override string Name => "second";
    }

    private sealed class LogsToKafka(IProducer<string, string> producer) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => NullLogger.Instance;

        public void Dispose() => producer.Dispose();
    }

    private sealed class FlushesAtTheEnd : StubProducer<string, string>, IDisposable
    {
        private readonly List<Action> _unsent = [];

        public FlushesAtTheEnd() => OnProduce = (message, handler) =>
        {
            if ((string)Calls[^1].Target! == "orders")
            {
                _unsent.Add(() => handler!(Reports.Ok(message)));
            }
        };

        void IDisposable.Dispose() => _unsent.ForEach(send => send());
    }
#pragma warning restore CA1812

    private sealed class Asynchronous : StubProducer<string, string>, IAsyncDisposable
    {
        public int AsynchronousDisposals { get; private set; }

        public ValueTask DisposeAsync()
        {
            AsynchronousDisposals++;
            return ValueTask.CompletedTask;
        }
    }

    private class MadeByContainer<TKey, TValue> : StubProducer<TKey, TValue>
    {
        public MadeByContainer()
        {
            Made.AddRange(new object[] { this }.OfType<StubProducer<string, string>>());
        }
    }
}
