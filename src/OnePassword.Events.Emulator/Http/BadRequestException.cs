namespace OnePassword.Events.Emulator.Http;

/// <summary>A request that gets a 400; the message is the reason.</summary>
internal sealed class BadRequestException(string message) : Exception(message);
