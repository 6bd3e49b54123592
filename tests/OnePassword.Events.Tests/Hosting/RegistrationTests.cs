using Microsoft.Extensions.DependencyInjection;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Tests.Hosting;

/// <summary>Registration of clients, which an application resolves by type or by the name of an account.</summary>
public sealed class RegistrationTests
{
    [Test]
    public async Task Client_is_registered_with_a_delegate()
    {
        await using var emulator = await Accounts.StartAsync();
        var services = Accounts.Services();
        services.AddOnePasswordEvents(options =>
        {
            options.Token = emulator.Token;
            options.Region = EventsRegion.At(emulator.BaseAddress);
        });
        await using var provider = services.BuildServiceProvider(validateScopes: true);
        Assert.That(await Accounts.CountAsync(provider.GetRequiredService<EventsClient>()), Is.EqualTo(3));
    }

    [Test]
    public async Task Client_is_registered_with_a_configuration_section()
    {
        await using var emulator = await Accounts.StartAsync();
        var services = Accounts.Services();
        services.AddOnePasswordEvents(Accounts.Configuration(
            ("OnePassword:Token", $" {emulator.Token}\n"), ("OnePassword:Region", emulator.BaseAddress.AbsoluteUri)).GetSection("OnePassword"));
        await using var provider = services.BuildServiceProvider(validateScopes: true);
        Assert.That(await Accounts.CountAsync(provider.GetRequiredService<EventsClient>()), Is.EqualTo(3));
    }

    [Test]
    public async Task Region_defaults_to_the_region_of_the_token()
    {
        var services = Accounts.Services();
        services.AddOnePasswordEvents(options => options.Token = Tokens.ForAudience("events.1password.ca"));
        await using var provider = services.BuildServiceProvider();
        Assert.That(provider.GetRequiredService<EventsClient>().Region, Is.EqualTo(EventsRegion.Canada));
    }

    [Test]
    public async Task Feeds_of_the_client_are_registered()
    {
        var services = Accounts.Services();
        services.AddOnePasswordEvents(options => options.Token = Tokens.ForAudience("events.1password.ca"));
        await using var provider = services.BuildServiceProvider(validateScopes: true);
        var client = provider.GetRequiredService<EventsClient>();
        Assert.That(provider.GetRequiredService<IEventFeed<V2.AuditEvent>>(), Is.SameAs(client.AuditEvents));
        Assert.That(provider.GetRequiredService<IEventFeed<V2.ItemUsage>>(), Is.SameAs(client.ItemUsages));
        Assert.That(provider.GetRequiredService<IEventFeed<V2.SignInAttempt>>(), Is.SameAs(client.SignInAttempts));
        Assert.That(provider.GetRequiredService<IEventFeed<V1.AuditEvent>>(), Is.SameAs(client.V1.AuditEvents));
        Assert.That(provider.GetRequiredService<IEventFeed<V1.ItemUsage>>(), Is.SameAs(client.V1.ItemUsages));
        Assert.That(provider.GetRequiredService<IEventFeed<V1.SignInAttempt>>(), Is.SameAs(client.V1.SignInAttempts));
    }

    [Test]
    public async Task Feeds_of_a_named_account_are_keyed_services()
    {
        var services = Accounts.Services();
        services.AddOnePasswordEvents("acme", options => options.Token = Tokens.ForAudience("events.1password.ca"));
        await using var provider = services.BuildServiceProvider(validateScopes: true);
        Assert.That(
            provider.GetRequiredKeyedService<IEventFeed<V2.AuditEvent>>("acme"),
            Is.SameAs(provider.GetRequiredKeyedService<EventsClient>("acme").AuditEvents));
        Assert.That(provider.GetService<IEventFeed<V2.AuditEvent>>(), Is.Null);
    }

    [Test]
    public async Task Each_named_account_has_its_own_client()
    {
        await using var first = await Accounts.StartAsync("t0ken-of-the-first", events: 5);
        await using var second = await Accounts.StartAsync("t0ken-of-the-second", events: 7);
        var services = Accounts.Services();
        services.AddOnePasswordEvents("first", Accounts.Configuration(first.BaseAddress, first.Token));
        services.AddOnePasswordEvents("second", options =>
        {
            options.Token = second.Token;
            options.Region = EventsRegion.At(second.BaseAddress);
        });
        await using var provider = services.BuildServiceProvider(validateScopes: true);
        Assert.That(await Accounts.CountAsync(provider.GetRequiredKeyedService<EventsClient>("first")), Is.EqualTo(5));
        Assert.That(await Accounts.CountAsync(provider.GetRequiredKeyedService<EventsClient>("second")), Is.EqualTo(7));
        Assert.That(provider.GetService<EventsClient>(), Is.Null, "every account has a name");
    }

    [Test]
    public async Task Message_handler_of_the_application_receives_every_attempt()
    {
        await using var emulator = await Accounts.StartAsync();
        emulator.Inject(new Fault { Status = 500, Times = 2 });
        var counter = new AttemptCounter();
        var services = Accounts.Services();
        services.AddOnePasswordEvents(Accounts.Configuration(emulator.BaseAddress, emulator.Token)).AddHttpMessageHandler(() => counter);
        await using var provider = services.BuildServiceProvider();
        Assert.That(await Accounts.CountAsync(provider.GetRequiredService<EventsClient>()), Is.EqualTo(3));
        Assert.That(counter.Attempts, Is.EqualTo(3));
    }

    [TestCase("")]
    [TestCase("account")]
    public async Task Second_registration_replaces_the_options_of_the_first(string name)
    {
        await using var emulator = await Accounts.StartAsync();
        var services = Accounts.Services();
        for (var time = 0; time < 2; time++)
            services.AddOnePasswordEvents(name, Accounts.Configuration(emulator.BaseAddress, time == 0 ? "outdated" : emulator.Token));
        await using var provider = services.BuildServiceProvider();
        var clients = (name.Length == 0 ? provider.GetServices<EventsClient>() : provider.GetKeyedServices<EventsClient>(name)).ToList();
        Assert.That(clients, Has.Count.EqualTo(1));
        Assert.That(await Accounts.CountAsync(clients[0]), Is.EqualTo(3));
        Assert.That(emulator.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Client_is_a_singleton_that_is_disposed_with_the_container()
    {
        await using var emulator = await Accounts.StartAsync();
        var services = Accounts.Services();
        services.AddOnePasswordEvents(Accounts.Configuration(emulator.BaseAddress, emulator.Token));
        EventsClient client;
        await using (var provider = services.BuildServiceProvider(validateScopes: true))
        {
            client = provider.GetRequiredService<EventsClient>();
            await using var scope = provider.CreateAsyncScope();
            Assert.That(scope.ServiceProvider.GetRequiredService<EventsClient>(), Is.SameAs(client));
            Assert.That(await Accounts.CountAsync(client), Is.EqualTo(3));
        }
        Assert.That(() => client.IntrospectAsync(), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(emulator.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Http_client_of_the_factory_has_no_timeout()
    {
        var services = Accounts.Services();
        var builder = services.AddOnePasswordEvents(options => options.Token = Tokens.ForAudience("events.1password.eu"));
        await using var provider = services.BuildServiceProvider();
        using var http = provider.GetRequiredService<IHttpClientFactory>().CreateClient(builder.Name);
        Assert.That(http.Timeout, Is.EqualTo(Timeout.InfiniteTimeSpan));
    }

    [Test]
    public void Null_arguments_are_rejected_before_anything_is_registered()
    {
        var services = new ServiceCollection();
        Assert.That(() => services.AddOnePasswordEvents((Action<EventsClientOptions>)null!), Throws.ArgumentNullException);
        Assert.That(
            () => services.AddOnePasswordEvents((Microsoft.Extensions.Configuration.IConfiguration)null!),
            Throws.ArgumentNullException);
        Assert.That(
            () => services.AddOnePasswordEvents(null!, _ => { }),
            Throws.ArgumentNullException.With.Property("ParamName").EqualTo("name"));
        Assert.That(services, Is.Empty);
    }
}
