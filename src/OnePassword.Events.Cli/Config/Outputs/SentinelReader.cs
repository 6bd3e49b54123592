using OnePassword.Events.Cli.Config.Reading;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Destinations;

namespace OnePassword.Events.Cli.Config.Outputs;

/// <summary>Reads an output of the type <c>sentinel</c>.</summary>
internal static class SentinelReader
{
    public const string TypeName = "sentinel";

    public static FollowOutput Read(ConfigSection output)
    {
        var keys = new DestinationKeys(output);
        var options = new SentinelOptions
        {
            Url = keys.Url(),
            RuleId = output.Required("rule_id", value => value.Word()),
            Credential = ReadCredential(keys),
            Gzip = keys.Gzip(),
            SecretDescription = keys.SecretDescription,
            Clock = keys.Clock,
        };
        options = options with { Stream = output.Optional("stream", options.Stream, value => value.Word()) };
        return keys.Output(TypeName, () => new SentinelDestination(options));
    }

    private static AzureCredential ReadCredential(DestinationKeys keys)
    {
        var output = keys.Section;
        if (output.Optional("managed_identity", missing: false, value => value.Flag()))
            return AzureCredential.ManagedIdentity(output.Optional<string?>("client_id", null, value => value.Word()));
        var tenant = output.Required("tenant_id", value => value.Word());
        var client = output.Required("client_id", value => value.Word());
        var secret = keys.RequiredSecret("client_secret");
        var authority = output.Optional<Uri?>("authority", null, value => value.HttpsUrl());
        return output.HasProblems
            ? AzureCredential.ManagedIdentity() // Not used: the problems are reported instead.
            : AzureCredential.ClientSecret(tenant, client, secret, authority);
    }
}
