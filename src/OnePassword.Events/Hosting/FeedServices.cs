using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace OnePassword.Events.Hosting;

/// <summary>Registers the feeds of a client, so that a class can depend on one feed.</summary>
internal static class FeedServices
{
    public static void Add(IServiceCollection services, string account)
    {
        AddFeed(client => client.AuditEvents);
        AddFeed(client => client.ItemUsages);
        AddFeed(client => client.SignInAttempts);
        AddFeed(client => client.V1.AuditEvents);
        AddFeed(client => client.V1.ItemUsages);
        AddFeed(client => client.V1.SignInAttempts);

        void AddFeed<TEvent>(Func<EventsClient, IEventFeed<TEvent>> feedOf)
        {
            if (account.Length == 0)
                services.TryAddSingleton(provider => feedOf(provider.GetRequiredService<EventsClient>()));
            else
                services.TryAddKeyedSingleton(
                    account, (provider, _) => feedOf(provider.GetRequiredKeyedService<EventsClient>(account)));
        }
    }
}
