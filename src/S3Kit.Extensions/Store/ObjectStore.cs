using System.Diagnostics;
using System.Runtime.CompilerServices;
using S3Kit.Configuration;
using S3Kit.Diagnostics;
using S3Kit.Dispatching;
using S3Kit.Protocol;
using S3Kit.Protocol.Operations;
using S3Kit.Queueing;
using S3Kit.Resilience;
using S3Kit.Routing;
using S3Kit.Transfers;

namespace S3Kit.Store;

/// <summary>Step 1 of a request's way: checks what the caller wants and makes one operation of it.</summary>
/// <remarks>
/// The way of a request, step by step; each step never calls upward, and steps 4 to 8 repeat with each attempt.
/// <list type="number">
/// <item><description><see cref="ObjectStore"/> checks the arguments and makes a <see cref="S3Operation{TResult}"/>.</description></item>
/// <item><description><see cref="PriorityRequestQueue"/> holds it until its target has room.</description></item>
/// <item><description><see cref="RequestDispatcher"/> takes it out and starts it.</description></item>
/// <item><description><see cref="RequestPipeline"/> tries it until it is done.</description></item>
/// <item><description><see cref="EndpointRouter"/> takes an endpoint's slot for the attempt.</description></item>
/// <item><description><see cref="StorageEndpoint.Pipeline"/> lets it through the circuit breaker.</description></item>
/// <item><description><see cref="S3Transport"/> signs it for that endpoint and reads the answer.</description></item>
/// <item><description><see cref="StorageEndpoint.Http"/> sends it.</description></item>
/// </list>
/// </remarks>
internal sealed partial class ObjectStore(
    string? target, RequestPipeline pipeline, EndpointSet endpoints, EndpointTester tester, SelectionStrategySet strategies, SettingsSource settings, TransferServices transfers) : IObjectStore, IOperationRunner
{
    private const int MaxPageSize = 1000;

    private static readonly RequestOptions NoOptions = new();

    public async Task<PutObjectResult> PutObjectAsync(string bucket, string key, Stream content, PutObjectOptions? options = null, CancellationToken cancellationToken = default)
    {
        S3Names.CheckBucket(bucket);
        S3Names.CheckKey(key);
        ArgumentNullException.ThrowIfNull(content);
        PutObjectCheck.Check(options, content);
        return await new StreamUpload(NewTransfer(), new UploadTarget(bucket, key, options)).UploadAsync(content, cancellationToken).ConfigureAwait(false);
    }

    public Task<GetObjectResult> GetObjectAsync(string bucket, string key, GetObjectOptions? options = null, CancellationToken cancellationToken = default)
    {
        S3Names.CheckBucket(bucket);
        S3Names.CheckKey(key);
        ReadConditions.Check(options);
        var source = new ObjectSource(this, bucket, key, options, settings.Current, pipeline.Time);
        return RunAsync(new GetObjectOperation(source), options, cancellationToken);
    }

    public Task<ObjectInfo?> HeadObjectAsync(string bucket, string key, HeadObjectOptions? options = null, CancellationToken cancellationToken = default)
    {
        S3Names.CheckBucket(bucket);
        S3Names.CheckKey(key);
        ReadConditions.Check(options);
        return RunAsync(new HeadObjectOperation(bucket, key, options), options, cancellationToken);
    }

    public IAsyncEnumerable<ObjectInfo> ListObjectsAsync(string bucket, string? prefix = null, ListObjectsOptions? options = null, CancellationToken cancellationToken = default)
    {
        S3Names.CheckBucket(bucket);
        S3Names.CheckPrefix(prefix);
        if (options?.MaxKeys is < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.MaxKeys, $"{nameof(ListObjectsOptions.MaxKeys)} is the most objects to return; it cannot be negative.");
        }

        return EnumerateAsync(bucket, prefix, options ?? new ListObjectsOptions(), cancellationToken);
    }

    public Task<ListObjectsPage> ListObjectsPageAsync(string bucket, string? prefix = null, ListObjectsOptions? options = null, CancellationToken cancellationToken = default)
    {
        S3Names.CheckBucket(bucket);
        S3Names.CheckPrefix(prefix);
        if (options?.MaxKeys is < 1 or > MaxPageSize)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.MaxKeys, $"{nameof(ListObjectsOptions.MaxKeys)} of a page is 1 to 1,000.");
        }

        S3Names.CheckText(options?.Delimiter, nameof(ListObjectsOptions.Delimiter));
        S3Names.CheckText(options?.StartAfter, nameof(ListObjectsOptions.StartAfter));
        ListPosition? position = options?.ContinuationToken is { } token ? ListPosition.Parse(token, nameof(options)) : null;
        var operation = new ListObjectsOperation(bucket, prefix, options?.Delimiter, options?.StartAfter, options?.MaxKeys ?? MaxPageSize, position);
        return RunAsync(operation, options, cancellationToken);
    }

    public Task<DeleteObjectResult> DeleteObjectAsync(string bucket, string key, DeleteObjectOptions? options = null, CancellationToken cancellationToken = default)
    {
        S3Names.CheckBucket(bucket);
        S3Names.CheckKey(key);
        S3Names.CheckVersionId(options?.VersionId);
        HeaderValues.CheckETag(options?.IfMatch, nameof(DeleteObjectOptions.IfMatch));
        return RunAsync(new DeleteObjectOperation(bucket, key, options), options, cancellationToken);
    }

    public Task<DownloadFileResult> DownloadFileAsync(string bucket, string key, string filePath, DownloadFileOptions? options = null, CancellationToken cancellationToken = default)
    {
        S3Names.CheckBucket(bucket);
        S3Names.CheckKey(key);
        ReadConditions.Check(options);
        if (options is { Resume: true, Range: not null })
        {
            throw new ArgumentException($"{nameof(DownloadFileOptions.Resume)} is for whole objects: leave out {nameof(GetObjectOptions.Range)}.", nameof(options));
        }

        var download = new FileDownload(this, pipeline.Dispatcher, settings.Current, pipeline.Time, bucket, key, filePath, options ?? new DownloadFileOptions());
        return download.RunAsync(cancellationToken);
    }

    public Task CreateBucketAsync(string bucket, CreateBucketOptions? options = null, CancellationToken cancellationToken = default)
    {
        S3Names.CheckNewBucket(bucket);
        HeaderValues.Check(options?.LocationConstraint, nameof(CreateBucketOptions.LocationConstraint));
        return RunAsync(new CreateBucketOperation(bucket, options), options, cancellationToken);
    }

    public Task DeleteBucketAsync(string bucket, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        S3Names.CheckBucket(bucket);
        return RunAsync(new DeleteBucketOperation(bucket), options, cancellationToken);
    }

    public Task<bool> BucketExistsAsync(string bucket, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        S3Names.CheckBucket(bucket);
        return RunAsync(new HeadBucketOperation(bucket), options, cancellationToken);
    }

    public Task<IReadOnlyList<BucketInfo>> ListBucketsAsync(RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        RunAsync(new ListBucketsOperation(), options, cancellationToken);

    public Task<EndpointTestResult> TestEndpointAsync(string? endpoint = null, CancellationToken cancellationToken = default) =>
        tester.TestAsync(ChooseEndpoint(endpoint), cancellationToken);

    private async IAsyncEnumerable<ObjectInfo> EnumerateAsync(
        string bucket, string? prefix, ListObjectsOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long left = options.MaxKeys ?? long.MaxValue;
        string? token = options.ContinuationToken;
        while (left > 0)
        {
            ListObjectsOptions page = options with { ContinuationToken = token, MaxKeys = (int)Math.Min(left, MaxPageSize) };
            ListObjectsPage result = await ListObjectsPageAsync(bucket, prefix, page, cancellationToken).ConfigureAwait(false);
            foreach (ObjectInfo info in result.Objects)
            {
                yield return info;
                if (--left == 0)
                {
                    yield break;
                }
            }

            token = result.NextContinuationToken;
            if (token is null)
            {
                yield break;
            }
        }
    }

    public Uri Locate(string endpoint, string bucket, string key) =>
        endpoints.Find(endpoint).Settings.Address.Locate(bucket, key);

    public void BodyBroke(string operation, StorageEndpoint endpoint, S3KitException error, long position, long? openedAt) =>
        pipeline.BodyBroke(operation, endpoint, error, position, openedAt);

    public Task<TResult> RunAsync<TResult>(S3Operation<TResult> operation, RequestOptions? options, CancellationToken cancellationToken)
    {
        options ??= NoOptions;
        if (options.Timeout is { } timeout && timeout != Timeout.InfiniteTimeSpan && (timeout <= TimeSpan.Zero || timeout > TimeSpan.FromDays(1)))
        {
            throw new ArgumentOutOfRangeException(nameof(options), timeout, $"{nameof(RequestOptions.Timeout)} is greater than zero and at most a day, or Timeout.InfiniteTimeSpan.");
        }

        if (options.Priority is < RequestPriority.Low or > RequestPriority.High)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Priority, $"{nameof(RequestOptions.Priority)} is High, Normal or Low.");
        }

        if (options.EndpointSelectionStrategy is { } strategy)
        {
            strategies.Check(strategy);
        }

        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<TResult>(cancellationToken);
        }

        // Said before the endpoints are looked at: what they are made of has been disposed of too.
        if (pipeline.Dispatcher.Ending.IsCancellationRequested)
        {
            return Task.FromException<TResult>(RequestDispatcher.ShuttingDown());
        }

        DispatchTarget where;
        try
        {
            where = Target(options);
        }
        catch (S3KitException e)
        {
            // What is wrong with the arguments is thrown at once; what is wrong with the world comes with the task.
            return Task.FromException<TResult>(e);
        }

        var request = new ScheduledRequest<TResult>(operation, pipeline, where, options, settings.Current, cancellationToken);
        return Instruments.Source.HasListeners() ? TraceAsync(request, operation) : request.RunAsync();
    }

    private static async Task<TResult> TraceAsync<TResult>(ScheduledRequest<TResult> request, S3Operation<TResult> operation)
    {
        using Activity? activity = Instruments.Source.StartActivity(operation.Name, ActivityKind.Client);
        activity?.SetTag(S3KitTelemetry.OperationTag, operation.Name).SetTag("aws.s3.bucket", operation.Bucket);
        request.CaptureContext();
        try
        {
            return await request.RunAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            activity?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", Instruments.Outcome(e));
            throw;
        }
        finally
        {
            activity?.SetTag(S3KitTelemetry.EndpointTag, request.ServedBy).SetTag("s3kit.attempts", request.Attempts);
        }
    }

    private DispatchTarget Target(RequestOptions options) =>
        options.Endpoint is { } name ? endpoints.FindTarget(name) : target is null ? endpoints.DefaultPool : endpoints.FindTarget(target);

    /// <summary>The endpoint of a name, or the one that a request would go to now: for what is done beside the queue.</summary>
    private StorageEndpoint ChooseEndpoint(string? name) =>
        name is not null
            ? endpoints.Find(name)
            : Target(NoOptions) switch
            {
                EndpointPool pool => pool.Choose(strategies.Get(pool, settings.Current.EndpointSelectionStrategy)),
                DispatchTarget single => (StorageEndpoint)single,
            };
}
