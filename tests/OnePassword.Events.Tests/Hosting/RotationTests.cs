using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace OnePassword.Events.Tests.Hosting;

/// <summary>Tokens that change while the application runs.</summary>
public sealed class RotationTests
{
    private const string Page = """{"cursor":"c1","has_more":false,"items":[]}""";

    [TestCase("")]
    [TestCase("account")]
    public async Task Next_attempt_uses_the_token_of_the_changed_configuration(string name)
    {
        var configuration = Accounts.Configuration(new Uri("https://events.1password.eu"), "t0ken-first");
        var server = new StubServer().Responds(Page).Responds(HttpStatusCode.InternalServerError, "", headers: _ => Rotate()).Responds(Page);
        var services = Accounts.Services();
        services.AddOnePasswordEvents(name, configuration).ConfigurePrimaryHttpMessageHandler(() => server);
        await using var provider = services.BuildServiceProvider();
        var client = name.Length == 0 ? provider.GetRequiredService<EventsClient>() : provider.GetRequiredKeyedService<EventsClient>(name);
        await Accounts.CountAsync(client);
        await Accounts.CountAsync(client);
        Assert.That(server.Requests.Select(Bearer), Is.EqualTo(new[] { "t0ken-first", "t0ken-first", "t0ken-second" }));

        void Rotate()
        {
            configuration["Token"] = "t0ken-second";
            configuration.Reload();
        }
    }

    [TestCase("Resilience:Retry:MaxRetryAttempts", "-1")]
    [TestCase("Resilience:Retry:MaxRetryAttempts", "many")]
    [TestCase("Token", null)]
    [TestCase("Token", "not a token")]
    public async Task Client_keeps_its_token_when_a_reload_makes_the_options_invalid(string key, string? value)
    {
        var configuration = Accounts.Configuration(new Uri("https://events.1password.eu"), "t0ken-first");
        var server = new StubServer().Responds(Page).Responds(Page);
        var services = Accounts.Services();
        services.AddOnePasswordEvents(configuration).ConfigurePrimaryHttpMessageHandler(() => server);
        await using var provider = services.BuildServiceProvider();
        await Accounts.CountAsync(provider.GetRequiredService<EventsClient>());
        configuration[key] = value;
        try
        {
            configuration.Reload();
        }
        catch (AggregateException e)
        {
            Assert.That(e.ToString(), Does.Not.Contain("t0ken-first"), "the error of the reload does not contain the token");
        }
        await Accounts.CountAsync(provider.GetRequiredService<EventsClient>());
        Assert.That(server.Requests.Select(Bearer), Is.EqualTo(new[] { "t0ken-first", "t0ken-first" }));
    }

    [Test]
    public async Task Reloaded_token_of_another_region_is_not_sent()
    {
        var configuration = Accounts.Configuration(("Token", Tokens.ForAudience("events.1password.com")));
        var server = new StubServer().Responds(Page);
        var services = Accounts.Services();
        services.AddOnePasswordEvents(configuration).ConfigurePrimaryHttpMessageHandler(() => server);
        await using var provider = services.BuildServiceProvider();
        await Accounts.CountAsync(provider.GetRequiredService<EventsClient>());
        configuration["Token"] = Tokens.ForAudience("events.1password.eu");
        configuration.Reload();
        Assert.That(
            () => Accounts.CountAsync(provider.GetRequiredService<EventsClient>()),
            Throws.InvalidOperationException.With.Message.Contains("was issued for eu").And.Message.Contains("us"));
        Assert.That(server.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Token_provider_is_called_before_each_attempt()
    {
        var (calls, server) = (0, new StubServer().Responds(HttpStatusCode.BadGateway, "").Responds(Page).Responds(Page));
        var services = Accounts.Services();
        services.AddOnePasswordEvents(options =>
        {
            options.Region = EventsRegion.Europe;
            options.TokenProvider = EventsTokenProvider.From(_ => ValueTask.FromResult<EventsToken>($"t0ken-{++calls}"));
            options.Resilience.Retry.Delay = TimeSpan.Zero;
        }).ConfigurePrimaryHttpMessageHandler(() => server);
        await using var provider = services.BuildServiceProvider();
        await Accounts.CountAsync(provider.GetRequiredService<EventsClient>());
        await Accounts.CountAsync(provider.GetRequiredService<EventsClient>());
        Assert.That(server.Requests.Select(Bearer), Is.EqualTo(new[] { "t0ken-1", "t0ken-2", "t0ken-3" }));
    }

    private static string Bearer(SentRequest request) =>
        request.Headers.Split('\n').Single(header => header.StartsWith("Authorization: Bearer ", StringComparison.Ordinal)).Split(' ')[2].Trim();
}
