using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using OnePassword.Events;
using OnePassword.Events.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers followers: hosted services that hand the events of an account to a handler for as long as the application runs.</summary>
public static class EventsFollowerExtensions
{
    /// <summary>
    /// Follows the feeds of the account that was just registered: <c>AddOnePasswordEvents("acme", …).AddFollower&lt;MyHandler&gt;()</c>.
    /// The handler is made anew for each page, in a scope of its own, unless the application has registered it otherwise.
    /// </summary>
    /// <typeparam name="THandler">Implements <see cref="IEventPageHandler{TEvent}"/> for each event that it takes.</typeparam>
    /// <param name="builder">What <c>AddOnePasswordEvents</c> returned.</param>
    /// <param name="configure">Sets where checkpoints are kept, and how feeds are followed; null for the defaults.</param>
    /// <exception cref="ArgumentException"><paramref name="builder"/> is of something else, or a feed is chosen that the handler takes no events of.</exception>
    /// <exception cref="InvalidOperationException"><typeparamref name="THandler"/> takes no event.</exception>
    public static IHttpClientBuilder AddFollower<THandler>(this IHttpClientBuilder builder, Action<FollowerOptions>? configure = null)
        where THandler : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        var account = ClientFactory.AccountOf(builder.Name)
            ?? throw new ArgumentException($"'{builder.Name}' is no client that AddOnePasswordEvents registered.", nameof(builder));
        var handled = HandlerBinding.Of<THandler>();
        var options = new FollowerOptions();
        configure?.Invoke(options);
        if (options.Feeds?.Except(handled.Select(feed => feed.Feed), StringComparer.Ordinal).FirstOrDefault() is { } unknown)
            throw new ArgumentException($"{typeof(THandler).Name} takes no events of '{unknown}'; it takes those of {string.Join(", ", handled.Select(feed => feed.Feed).Distinct(StringComparer.Ordinal))}.", nameof(configure));
        builder.Services.TryAddScoped<THandler>();
        builder.Services.TryAddSingleton<FollowerRegistry>();
        builder.Services.AddSingleton<IHostedService>(services => new FollowerService(services, account, options, handled));
        return builder;
    }

    /// <summary>
    /// Adds a check of all followers: unhealthy if one has ended by a failure that needs somebody, degraded if one fails and is
    /// tried again. It asks the server nothing.
    /// </summary>
    /// <param name="builder">The application's health checks.</param>
    /// <param name="name">The check's name.</param>
    public static IHealthChecksBuilder AddOnePasswordEventsFollowers(this IHealthChecksBuilder builder, string name = "onepassword_events_followers")
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<FollowerRegistry>();
        return builder.AddCheck<FollowersHealthCheck>(name);
    }
}
