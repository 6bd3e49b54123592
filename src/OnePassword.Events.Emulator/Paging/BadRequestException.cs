namespace OnePassword.Events.Emulator.Paging;

/// <summary>A request that gets status 400; the message is the reason.</summary>
internal sealed class BadRequestException(string message) : Exception(message);
