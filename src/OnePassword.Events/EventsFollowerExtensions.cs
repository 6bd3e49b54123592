using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using OnePassword.Events;
using OnePassword.Events.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers followers: hosted services that deliver the events of an account to a handler.</summary>
public static class EventsFollowerExtensions
{
    /// <summary>
    /// Adds a follower of the account that the builder registered, as in
    /// <c>AddOnePasswordEvents("acme", …).AddFollower&lt;MyHandler&gt;()</c>. The handler is a scoped service with one scope per
    /// page, unless the application registers it differently.
    /// </summary>
    /// <typeparam name="THandler">A class that implements <see cref="IEventPageHandler{TEvent}"/>, once per event
    /// type.</typeparam>
    /// <param name="builder">The builder that <c>AddOnePasswordEvents</c> returned.</param>
    /// <param name="configure">Sets the options of the follower; null for the defaults.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">The builder has another origin, or the handler does not handle a selected
    /// feed.</exception>
    /// <exception cref="InvalidOperationException">The handler does not implement
    /// <see cref="IEventPageHandler{TEvent}"/>.</exception>
    /// <example>
    /// <code>
    /// builder.Services.AddSingleton&lt;ICheckpointStore&gt;(_ =&gt; FileCheckpointStore.Open("state"));
    /// builder.Services.AddOnePasswordEvents(builder.Configuration.GetSection("OnePassword")).AddFollower&lt;SignIns&gt;();
    ///
    /// internal sealed class SignIns(Database database) : IEventPageHandler&lt;SignInAttempt&gt;
    /// {
    ///     public Task HandleAsync(FollowedPage&lt;SignInAttempt&gt; page, CancellationToken cancellationToken = default) =&gt;
    ///         database.InsertAsync(page.Items, cancellationToken);
    /// }
    /// </code>
    /// </example>
    public static IHttpClientBuilder AddFollower<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(
        this IHttpClientBuilder builder, Action<FollowerOptions>? configure = null)
        where THandler : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        var account = ClientFactory.AccountOf(builder.Name)
            ?? throw new ArgumentException(
                $"AddOnePasswordEvents did not register '{builder.Name}'. Call AddFollower on the builder that it returns.",
                nameof(builder));
        var bindings = HandlerBinding.Of<THandler>();
        var options = new FollowerOptions();
        configure?.Invoke(options);
        var handled = bindings.Select(binding => binding.Feed).Distinct(StringComparer.Ordinal).ToList();
        if (options.Feeds?.Except(handled, StringComparer.Ordinal).FirstOrDefault() is { } unhandled)
        {
            throw new ArgumentException(
                $"{typeof(THandler).Name} does not handle '{unhandled}'. Its feeds are {string.Join(", ", handled)}.",
                nameof(configure));
        }
        builder.Services.TryAddScoped<THandler>();
        builder.Services.TryAddSingleton<FollowerRegistry>();
        builder.Services.AddSingleton<IHostedService>(services => new FollowerService(services, account, options, bindings));
        return builder;
    }

    /// <summary>
    /// Adds a health check of all followers. It reports unhealthy if a follower stopped and requires operator action, and
    /// degraded if a follower failed and retries. The check sends no request.
    /// </summary>
    /// <param name="builder">The builder of the application's health checks.</param>
    /// <param name="name">The name of the health check.</param>
    /// <returns>The same builder.</returns>
    public static IHealthChecksBuilder AddOnePasswordEventsFollowers(
        this IHealthChecksBuilder builder, string name = "onepassword_events_followers")
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<FollowerRegistry>();
        return builder.AddCheck<FollowersHealthCheck>(name);
    }
}
