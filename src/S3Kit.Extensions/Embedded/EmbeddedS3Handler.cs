namespace S3Kit.Embedded;

/// <summary>
/// The end of an HttpClient's pipeline that answers as an S3 server would, from memory. Requests are read as they would
/// go over the wire (raw path, joined headers, body written once), so what passes here passes a server.
/// </summary>
/// <param name="store">The state; several handlers may share one.</param>
/// <param name="baseHost">The host that subdomains name buckets of, with or without a port; any other host is path style.</param>
internal sealed class EmbeddedS3Handler(EmbeddedStore store, string baseHost) : HttpMessageHandler
{
    private readonly RequestAuthenticator _authenticator = new(new SignerLookup(store));
    private readonly PostAuthenticator _postAuthenticator = new(new SignerLookup(store));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var requestId = store.Ids.NextRequest();
        HttpResponseMessage response;
        EmbeddedRequest? parsed = null;
        var faults = FaultPlan.None;
        try
        {
            parsed = Parse(request, requestId);
            faults = parsed.Faults;
            await faults.BeforeAsync(store.TimeProvider, cancellationToken).ConfigureAwait(false);
            response = await AnswerAsync(parsed, request.Content, cancellationToken).ConfigureAwait(false);
        }
        catch (EmbeddedS3Exception error)
        {
            response = EmbeddedResponse.Error(error, parsed?.Target.Path, requestId);
        }

        return faults.After(EmbeddedResponse.Finish(response, request, requestId, store.Now() + faults.ClockSkew), store.TimeProvider);
    }

    private async Task<HttpResponseMessage> AnswerAsync(EmbeddedRequest request, HttpContent? content, CancellationToken cancellationToken)
    {
        // The body is read whatever the answer will be, as it is sent whatever the answer will be.
        request.Body = await RequestBody.ReadAsync(content, request.Faults.WhileReceiving, store.TimeProvider, cancellationToken).ConfigureAwait(false);
        if (request.Faults.Instead(request) is { } answer)
        {
            return answer;
        }

        if (request.Operation == EmbeddedOperation.PostObject)
        {
            return PostUploads.Execute(store, request, _postAuthenticator);
        }

        _authenticator.Authenticate(request);
        QuirkChecks.Apply(store.Options.Quirks, request);
        BodyChecks.Check(request);
        return QuirkChecks.Silence(store.Options.Quirks, request.Operation, OperationDispatcher.Execute(store, request));
    }

    private EmbeddedRequest Parse(HttpRequestMessage message, string requestId)
    {
        // PathAndQuery is what a connection sends: exact when the client made the URI so, collapsed when it did not.
        var uri = message.RequestUri ?? throw EmbeddedErrors.InvalidUri();
        var raw = uri.PathAndQuery;
        var question = raw.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? raw : raw[..question];
        var query = EmbeddedQuery.Parse(question < 0 ? [] : raw.AsSpan(question + 1));
        var target = EmbeddedTarget.Parse(message.Headers.Host ?? uri.Authority, path, baseHost);
        var operation = OperationRouter.Route(message.Method.Method, target, query, name => EmbeddedRequest.HeaderOf(message, name));
        var faults = store.Faults.PlanFor(target, operation);
        return new EmbeddedRequest(message, target, query, operation, faults, store.Now() + faults.ClockSkew, requestId);
    }
}
