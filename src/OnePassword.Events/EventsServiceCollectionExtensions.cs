using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;
using OnePassword.Events;
using OnePassword.Events.Hosting;
using OnePassword.Events.Pipeline.Transport;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers <see cref="EventsClient"/>: one for an application with one account, or one for each name.</summary>
public static class EventsServiceCollectionExtensions
{
    /// <summary>Registers the client of the application's one account, out of configuration.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="section">The section with <c>Token</c>, <c>Region</c> and whatever else of <see cref="EventsClientOptions"/>. A changed token is used from the next attempt on.</param>
    /// <returns>The builder of the HTTP client that carries the attempts, for handlers of your own.</returns>
    public static IHttpClientBuilder AddOnePasswordEvents(this IServiceCollection services, IConfiguration section) =>
        services.AddOnePasswordEvents(Options.Options.DefaultName, section);

    /// <summary>Registers the client of the application's one account.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder of the HTTP client that carries the attempts, for handlers of your own.</returns>
    public static IHttpClientBuilder AddOnePasswordEvents(this IServiceCollection services, Action<EventsClientOptions> configure) =>
        services.AddOnePasswordEvents(Options.Options.DefaultName, configure);

    /// <summary>Registers the client of one of several accounts, as a keyed service, out of configuration.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="name">The key: <c>[FromKeyedServices("name")] EventsClient</c>.</param>
    /// <param name="section">The section with <c>Token</c>, <c>Region</c> and whatever else of <see cref="EventsClientOptions"/>. A changed token is used from the next attempt on.</param>
    /// <returns>The builder of the HTTP client that carries the attempts, for handlers of your own.</returns>
    public static IHttpClientBuilder AddOnePasswordEvents(this IServiceCollection services, string name, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return services.Add(name, options => OptionsBinding.Bind(options, section));
    }

    /// <summary>Registers the client of one of several accounts, as a keyed service.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="name">The key: <c>[FromKeyedServices("name")] EventsClient</c>.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder of the HTTP client that carries the attempts, for handlers of your own.</returns>
    public static IHttpClientBuilder AddOnePasswordEvents(this IServiceCollection services, string name, Action<EventsClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return services.Add(name, options => options.Configure(configure));
    }

    private static IHttpClientBuilder Add(this IServiceCollection services, string name, Action<OptionsBuilder<EventsClientOptions>> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        configure(services.AddOptions<EventsClientOptions>(name).ValidateOnStart());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EventsClientOptions>, EventsClientOptionsValidator>());
        if (name.Length == 0)
            services.TryAddSingleton(provider => ClientFactory.Create(provider, name));
        else
            services.TryAddKeyedSingleton(name, (provider, _) => ClientFactory.Create(provider, name));
        services.PostConfigure<HttpClientFactoryOptions>(ClientFactory.HttpClientName(name), static options =>
            options.HttpMessageHandlerBuilderActions.Add(static builder => builder.PrimaryHandler = new CleanFailureHandler { InnerHandler = builder.PrimaryHandler }));
        return services.AddHttpClient(ClientFactory.HttpClientName(name), ClientFactory.LeaveTimeToThePipeline)
            .RemoveAllLoggers() // They log every attempt, and at level Trace the structured state holds the Authorization header unredacted.
            .ConfigurePrimaryHttpMessageHandler(provider => ClientFactory.CreateHandler(provider, name));
    }
}
