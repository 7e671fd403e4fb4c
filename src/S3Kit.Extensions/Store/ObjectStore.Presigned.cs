using S3Kit.Dispatching;
using S3Kit.Presigning;
using S3Kit.Protocol;
using S3Kit.Routing;

namespace S3Kit.Store;

/// <content>What others are given to use the store themselves. Nothing is sent, so none of the steps of a request takes part.</content>
internal sealed partial class ObjectStore
{
    public Task<Uri> CreatePresignedUrlAsync(
        HttpMethod method, string bucket, string key, TimeSpan expiresIn, PresignedUrlOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(method);
        S3Names.CheckBucket(bucket);
        S3Names.CheckKey(key);
        var url = PresignedUrl.Create(method, bucket, key, expiresIn, options);
        return SignAsync(new S3ErrorContext("CreatePresignedUrl", options?.Endpoint, bucket, key), url.Sign, cancellationToken);
    }

    public Task<PresignedPost> CreatePresignedPostAsync(
        string bucket, string key, TimeSpan expiresIn, PresignedPostOptions? options = null, CancellationToken cancellationToken = default)
    {
        S3Names.CheckBucket(bucket);
        S3Names.CheckKey(key);
        var form = PresignedForm.Create(bucket, key, expiresIn, options);
        return SignAsync(new S3ErrorContext("CreatePresignedPost", options?.Endpoint, bucket, key), form.Sign, cancellationToken);
    }

    private async Task<TResult> SignAsync<TResult>(S3ErrorContext context, Func<Signatory, TResult> sign, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            // Said before the endpoints are looked at: what they are made of has been disposed of too.
            if (pipeline.Dispatcher.Ending.IsCancellationRequested)
            {
                throw RequestDispatcher.ShuttingDown();
            }

            StorageEndpoint endpoint = ChooseEndpoint(context.Endpoint);
            S3Credentials credentials = await endpoint.Credentials.GetAsync(cancellationToken).ConfigureAwait(false)
                ?? throw new S3AuthenticationException($"The endpoint '{endpoint.Name}' has no credentials, so it can sign nothing for others. Give it keys, or name another endpoint.")
                {
                    Endpoint = endpoint.Name,
                };
            return sign(new Signatory(endpoint, credentials, pipeline.Time.GetUtcNow(), context));
        }
        catch (S3KitException e)
        {
            e.Operation ??= context.Operation;
            e.Bucket ??= context.Bucket;
            e.Key ??= context.Key;
            throw;
        }
    }
}
