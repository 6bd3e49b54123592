using OnePassword.Events.ObjectStorage;

namespace OnePassword.Events.Cli.Follow.Outputs;

/// <summary>A container of Azure Blob Storage.</summary>
/// <param name="Options">The options.</param>
/// <param name="CredentialKey">The key of the configuration that has the credential.</param>
internal sealed record AzureBlobOutput(AzureBlobContainerOptions Options, string CredentialKey) : ObjectStorageOutput
{
    public const string TypeName = "azure_blob";
    public const string AccountKey = "account_key";
    public const string SasToken = "sas_token";

    public override string Type => TypeName;

    protected override string Place => Options.Url.AbsoluteUri;

    protected override TimeProvider Clock => Options.Clock;

    private string Permission => CredentialKey switch
    {
        AccountKey => "",
        SasToken => ", its permissions read, create and write,",
        _ => ", its role Storage Blob Data Contributor",
    };

    protected override IObjectContainer Open() => new AzureBlobContainer(Options);

    protected override string RemedyOf(ObjectStorageFailure reason) => reason switch
    {
        ObjectStorageFailure.Unreachable => "Check the key url and the network.",
        ObjectStorageFailure.NotFound => "Create the container, or correct the key url.",
        ObjectStorageFailure.AccessDenied =>
            $"Check the key {CredentialKey}{Permission} and the firewall of the storage account.",
        ObjectStorageFailure.NoCredentials => $"Check the key {CredentialKey}.",
        _ => base.RemedyOf(reason),
    };
}
