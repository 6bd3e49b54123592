using Microsoft.Extensions.DependencyInjection;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Tests.Hosting;

/// <summary>One line registers a client that an application gets by its type, or by the name of its account.</summary>
public sealed class RegistrationTests
{
    [Test]
    public async Task A_delegate_registers_a_client()
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
    public async Task A_section_of_the_configuration_registers_a_client()
    {
        await using var emulator = await Accounts.StartAsync();
        var services = Accounts.Services();
        services.AddOnePasswordEvents(Accounts.Configuration(
            ("OnePassword:Token", $" {emulator.Token}\n"), ("OnePassword:Region", emulator.BaseAddress.AbsoluteUri)).GetSection("OnePassword"));
        await using var provider = services.BuildServiceProvider(validateScopes: true);
        Assert.That(await Accounts.CountAsync(provider.GetRequiredService<EventsClient>()), Is.EqualTo(3));
    }

    [Test]
    public async Task The_region_of_a_token_need_not_be_named()
    {
        var services = Accounts.Services();
        services.AddOnePasswordEvents(options => options.Token = Tokens.ForAudience("events.1password.ca"));
        await using var provider = services.BuildServiceProvider();
        Assert.That(provider.GetRequiredService<EventsClient>().Region, Is.EqualTo(EventsRegion.Canada));
    }

    [Test]
    public async Task Each_of_several_accounts_has_a_client_of_its_own()
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
        Assert.That(provider.GetService<EventsClient>(), Is.Null, "no account is the one without a name");
    }

    [Test]
    public async Task A_handler_of_the_application_sees_each_attempt()
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
    public async Task Registering_twice_is_harmless_and_the_later_settings_hold(string name)
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
    public async Task The_client_is_one_for_the_application_and_ends_with_its_container()
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
    public async Task The_time_out_of_the_factorys_client_is_no_limit()
    {
        var services = Accounts.Services();
        var builder = services.AddOnePasswordEvents(options => options.Token = Tokens.ForAudience("events.1password.eu"));
        await using var provider = services.BuildServiceProvider();
        using var http = provider.GetRequiredService<IHttpClientFactory>().CreateClient(builder.Name);
        Assert.That(http.Timeout, Is.EqualTo(Timeout.InfiniteTimeSpan));
    }

    [Test]
    public void What_is_missing_is_refused_by_name()
    {
        var services = new ServiceCollection();
        Assert.That(() => services.AddOnePasswordEvents((Action<EventsClientOptions>)null!), Throws.ArgumentNullException);
        Assert.That(() => services.AddOnePasswordEvents((Microsoft.Extensions.Configuration.IConfiguration)null!), Throws.ArgumentNullException);
        Assert.That(() => services.AddOnePasswordEvents(null!, _ => { }), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("name"));
        Assert.That(services, Is.Empty);
    }
}
