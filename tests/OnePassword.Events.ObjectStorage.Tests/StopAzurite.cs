namespace OnePassword.Events.ObjectStorage.Tests;

/// <summary>Stops the shared process after all tests.</summary>
[SetUpFixture]
public sealed class StopAzurite
{
    [OneTimeTearDown]
    public Task Stop() => Azurite.StopSharedAsync();
}
