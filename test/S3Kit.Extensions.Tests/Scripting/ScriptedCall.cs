namespace S3Kit.Tests.Scripting;

/// <summary>A request that came to a scripted endpoint.</summary>
internal sealed class ScriptedCall(HttpRequestMessage message)
{
    public HttpRequestMessage Message { get; } = message;

    public string Method { get; } = message.Method.Method;

    /// <summary>The path as it would be sent.</summary>
    public string Target { get; } = message.RequestUri!.PathAndQuery;

    public byte[] Body { get; set; } = [];

    public string? Header(string name) => Message.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;
}
