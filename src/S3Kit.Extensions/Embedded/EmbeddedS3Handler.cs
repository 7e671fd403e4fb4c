namespace S3Kit.Embedded;

/// <summary>
/// The end of an HttpClient's pipeline that answers as an S3 server would, from memory. Requests are read as they would
/// go over the wire (raw path, joined headers, body written once), so what passes here passes a server.
/// </summary>
/// <param name="store">The state; several handlers may share one.</param>
/// <param name="baseHost">The host that subdomains name buckets of, with or without a port; any other host is path style.</param>
internal sealed class EmbeddedS3Handler(EmbeddedStore store, string baseHost) : HttpMessageHandler
{
    private readonly RequestAuthenticator _authenticator = new(store);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var requestId = store.Ids.NextRequest();
        var now = store.Now();
        HttpResponseMessage response;
        try
        {
            response = await AnswerAsync(request, requestId, now, cancellationToken).ConfigureAwait(false);
        }
        catch (EmbeddedS3Exception error)
        {
            response = EmbeddedResponse.Error(error, request.RequestUri?.AbsolutePath, requestId);
        }

        return EmbeddedResponse.Finish(response, request, requestId, now);
    }

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage message, string requestId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var request = Parse(message, requestId, now);
        // The body is read whatever the answer will be, as it is sent whatever the answer will be.
        request.Body = await RequestBody.ReadAsync(message.Content, null, cancellationToken).ConfigureAwait(false);
        _authenticator.Authenticate(request);
        BodyChecks.Check(request);
        return OperationDispatcher.Execute(store, request);
    }

    private EmbeddedRequest Parse(HttpRequestMessage message, string requestId, DateTimeOffset now)
    {
        // PathAndQuery is what a connection sends: exact when the client made the URI so, collapsed when it did not.
        var uri = message.RequestUri ?? throw EmbeddedErrors.InvalidUri();
        var raw = uri.PathAndQuery;
        var question = raw.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? raw : raw[..question];
        var query = EmbeddedQuery.Parse(question < 0 ? [] : raw.AsSpan(question + 1));
        var target = EmbeddedTarget.Parse(message.Headers.Host ?? uri.Authority, path, baseHost);
        var operation = OperationRouter.Route(message.Method.Method, target, query, name => EmbeddedRequest.HeaderOf(message, name));
        return new EmbeddedRequest(message, target, query, operation, now, requestId);
    }
}
