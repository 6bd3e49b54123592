using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;
using OnePassword.Events;
using OnePassword.Events.Hosting;
using OnePassword.Events.Pipeline.Transport;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers <see cref="EventsClient"/>: one client for the application, or one client per account.</summary>
public static class EventsServiceCollectionExtensions
{
    /// <summary>Registers the client of an application with one account, from the configuration.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="section">The section with <see cref="EventsClientOptions"/>. A changed token is used from the next attempt
    /// on.</param>
    /// <returns>The builder of the HTTP client that sends all attempts. Use it to add message handlers.</returns>
    /// <example>
    /// <code>
    /// builder.Services.AddOnePasswordEvents(builder.Configuration.GetSection("OnePassword")); // Inject EventsClient.
    /// </code>
    /// </example>
    public static IHttpClientBuilder AddOnePasswordEvents(this IServiceCollection services, IConfiguration section) =>
        services.AddOnePasswordEvents(Options.Options.DefaultName, section);

    /// <summary>Registers the client of an application with one account.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder of the HTTP client that sends all attempts. Use it to add message handlers.</returns>
    public static IHttpClientBuilder AddOnePasswordEvents(
        this IServiceCollection services, Action<EventsClientOptions> configure) =>
        services.AddOnePasswordEvents(Options.Options.DefaultName, configure);

    /// <summary>Registers the client of one of several accounts as a keyed service, from the configuration.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="name">The name of the account and key of the service, as in <c>[FromKeyedServices("name")]</c>.</param>
    /// <param name="section">The section with <see cref="EventsClientOptions"/>. A changed token is used from the next attempt
    /// on.</param>
    /// <returns>The builder of the HTTP client that sends all attempts. Use it to add message handlers.</returns>
    /// <example>
    /// <code>
    /// builder.Services.AddOnePasswordEvents("acme", builder.Configuration.GetSection("Accounts:Acme"));
    /// builder.Services.AddOnePasswordEvents("globex", builder.Configuration.GetSection("Accounts:Globex"));
    /// // Inject [FromKeyedServices("acme")] EventsClient.
    /// </code>
    /// </example>
    public static IHttpClientBuilder AddOnePasswordEvents(this IServiceCollection services, string name, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return services.Add(name, options => OptionsBinding.Bind(options, section));
    }

    /// <summary>Registers the client of one of several accounts as a keyed service.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="name">The name of the account and key of the service, as in <c>[FromKeyedServices("name")]</c>.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder of the HTTP client that sends all attempts. Use it to add message handlers.</returns>
    public static IHttpClientBuilder AddOnePasswordEvents(
        this IServiceCollection services, string name, Action<EventsClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return services.Add(name, options => options.Configure(configure));
    }

    private static IHttpClientBuilder Add(
        this IServiceCollection services, string name, Action<OptionsBuilder<EventsClientOptions>> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        configure(services.AddOptions<EventsClientOptions>(name).ValidateOnStart());
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<EventsClientOptions>, EventsClientOptionsValidator>());
        if (name.Length == 0)
            services.TryAddSingleton(provider => ClientFactory.Create(provider, name));
        else
            services.TryAddKeyedSingleton(name, (provider, _) => ClientFactory.Create(provider, name));
        services.PostConfigure<HttpClientFactoryOptions>(ClientFactory.HttpClientName(name), static options =>
            options.HttpMessageHandlerBuilderActions.Add(static builder =>
                builder.PrimaryHandler = new FailureSanitizingHandler { InnerHandler = builder.PrimaryHandler }));
        return services.AddHttpClient(ClientFactory.HttpClientName(name))
            .ConfigureHttpClient(static client => client.Timeout = Timeout.InfiniteTimeSpan) // The pipeline has timeouts.
            .RemoveAllLoggers() // At level Trace, their state contains the Authorization header without redaction.
            .ConfigurePrimaryHttpMessageHandler(provider => ClientFactory.CreateHandler(provider, name));
    }
}
