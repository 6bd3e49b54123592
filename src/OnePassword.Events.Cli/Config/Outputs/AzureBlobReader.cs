using OnePassword.Events.Cli.Config.Reading;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Secrets;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.ObjectStorage;

namespace OnePassword.Events.Cli.Config.Outputs;

/// <summary>Reads an output of the type <c>azure_blob</c>.</summary>
internal static class AzureBlobReader
{
    private const string AccountKey = AzureBlobOutput.AccountKey;
    private const string SasToken = AzureBlobOutput.SasToken;
    private const string ClientSecret = "client_secret";
    private const string ManagedIdentity = "managed_identity";

    private static readonly string[] Credentials = [AccountKey, SasToken, ClientSecret, ManagedIdentity];

    public static FollowOutput Read(ConfigSection output)
    {
        var keys = new ObjectStorageKeys(output);
        var url = output.Required("url", ReadUrl);
        return keys.Complete(new AzureBlobOutput(
            new AzureBlobContainerOptions { Url = url, Credential = ReadCredential(keys, url), Clock = output.Cli.Clock },
            Credentials.FirstOrDefault(output.Has, ManagedIdentity)));
    }

    private static Uri ReadUrl(ConfigValue value) => value.HttpsUrl() is { Query: "" } url && url.AbsolutePath.Trim('/') is not ""
        ? url
        : throw new InvalidValueException(
            "must be the address of a container without a query, such as https://account.blob.core.windows.net/events");

    private static AzureBlobCredential ReadCredential(ObjectStorageKeys keys, Uri? url)
    {
        var section = keys.Section;
        var account = keys.Text("account") ?? (url is null ? "" : AccountOf(url));
        var (accountKey, sas, secret) = (keys.Secret(AccountKey), keys.Secret(SasToken), keys.Secret(ClientSecret));
        var isManaged = section.Optional(ManagedIdentity, missing: false, value => value.Flag());
        var client = keys.Text("client_id");
        var tenant = keys.Text("tenant_id");
        var authority = section.Optional<Uri?>("authority", null, value => value.HttpsUrl());
        var given = Credentials.Where(key => section.Has(key) && (isManaged || key != ManagedIdentity)).ToList();
        if (given.Count != 1)
            section.AddProblem($"has {(given.Count > 0 ? string.Join(" and ", given) : "no credential")}. "
                + $"Specify exactly one of {Format.List(Credentials, "and")}");
        if (section.Has(ClientSecret) && (client is null || tenant is null) && !section.HasProblems)
            section.AddProblem(ClientSecret, "requires tenant_id and client_id");
        if (given.Count == 1)
        {
            keys.Require([AccountKey], "account");
            keys.Require([ClientSecret], "tenant_id", "authority");
            keys.Require([ClientSecret, ManagedIdentity], "client_id");
        }
        if (section.HasProblems || isManaged)
            return AzureBlobCredential.ManagedIdentity(client); // With problems, it is not used.
        return accountKey is not null ? From(accountKey, key => AzureBlobCredential.AccountKey(account, key))
            : sas is not null ? From(sas, AzureBlobCredential.SharedAccessSignature)
            : From(secret!, value => AzureBlobCredential.ClientSecret(tenant!, client!, value, authority));
    }

    // An emulator, or an address without DNS, has the account as the first part of the path.
    private static string AccountOf(Uri url) =>
        url.AbsolutePath.Trim('/').Split('/') is [var account, _, ..] ? account : url.Host.Split('.')[0];

    // A credential has its access tokens, so that it is created again only for another secret.
    private static AzureBlobCredential From(OutputSecret secret, Func<string, AzureBlobCredential> create)
    {
        Current? current = null;
        return AzureBlobCredential.From(async token =>
        {
            var value = await secret.ReadAsync(token).ConfigureAwait(false);
            try
            {
                if (current?.Secret != value)
                    current = new Current(value, create(value));
                return current.Credential;
            }
            catch (ArgumentException e)
            {
                throw CliException.Usage($"{secret.Description} is not valid: {Format.Message(e)}");
            }
        });
    }

    private sealed record Current(string Secret, AzureBlobCredential Credential);
}
