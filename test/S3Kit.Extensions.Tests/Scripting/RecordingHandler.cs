namespace S3Kit.Tests.Scripting;

/// <summary>Tells what is sent through it, and may take the part of a server that knows no ranges.</summary>
internal sealed class RecordingHandler(HttpMessageHandler inner, Action<ScriptedCall> record) : DelegatingHandler(inner)
{
    public bool IgnoresRanges { get; set; }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        record(new ScriptedCall(request));
        if (IgnoresRanges)
        {
            var blind = new HttpRequestMessage(request.Method, request.RequestUri);
            foreach ((string name, var values) in request.Headers.NonValidated)
            {
                if (!name.Equals("range", StringComparison.OrdinalIgnoreCase))
                {
                    blind.Headers.TryAddWithoutValidation(name, values);
                }
            }

            return base.SendAsync(blind, cancellationToken);
        }

        return base.SendAsync(request, cancellationToken);
    }
}
