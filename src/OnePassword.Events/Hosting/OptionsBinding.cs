using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace OnePassword.Events.Hosting;

/// <summary>Binds the client options to a configuration section, whose changes are observed.</summary>
internal static class OptionsBinding
{
    public static void Bind(OptionsBuilder<EventsClientOptions> builder, IConfiguration section)
    {
        builder.Services.AddSingleton<IOptionsChangeTokenSource<EventsClientOptions>>(
            new ConfigurationChangeTokenSource<EventsClientOptions>(builder.Name, section));
        if (section is IConfigurationSection { Path: { Length: > 0 } path })
            builder.Services.AddSingleton(new AccountSection(builder.Name, path));
        builder.Configure(options => ClientOptionKeys.All.Bind(options, section));
    }
}
