namespace OnePassword.Events.Emulator.Http;

/// <summary>A request that gets a 400; the message is for the request log only, as the API gives no reason.</summary>
internal sealed class BadRequestException(string message) : Exception(message);
