using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using S3Kit.Embedded;
using S3Kit.Tests.Embedded;
using S3Kit.Transfers;
using S3Kit.Transfers.Checkpoints;

namespace S3Kit.Tests.Transfers;

/// <summary>An app on the embedded store with small parts, whose buffers are counted and whose clock stands still. Several may share one store.</summary>
internal sealed class UploadApp : IAsyncDisposable
{
    public const int MiB = 1024 * 1024;
    public const int PartSize = 5 * MiB;

    private readonly ServiceProvider _services;

    public UploadApp(EmbeddedStore? embedded = null, Action<S3KitOptions>? configure = null)
    {
        _services = MockServices.Create(
            options =>
            {
                options.InitialRetryDelay = TimeSpan.Zero;

                // With one endpoint a failing operation must not open its breaker under the next request.
                options.CircuitBreaker.Threshold = 1000;
                options.Transfers.PartSize = PartSize;
                options.Transfers.MultipartThreshold = 6 * MiB;
                options.Transfers.MaxConcurrentParts = 2;
                configure?.Invoke(options);
            },
            services =>
            {
                services.AddSingleton<TimeProvider>(Time);
                services.AddSingleton(new TransferServices(Logs) { Buffers = Buffers });
                if (embedded is not null)
                {
                    services.AddSingleton(embedded);
                }
            });
        Store = _services.GetRequiredService<IObjectStore>();
        Embedded = _services.GetRequiredService<EmbeddedStore>();
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));

    public CountingBuffers Buffers { get; } = new();

    public LogsOf<ResumableUpload> Logs { get; } = new();

    public IObjectStore Store { get; }

    public EmbeddedStore Embedded { get; }

    public EmbeddedBucket Bucket => Embedded.Buckets["bucket"];

    /// <summary>Runs single operations, as transfers do.</summary>
    public IOperationRunner Runner => (IOperationRunner)Store;

    public static async Task<UploadApp> StartAsync(Action<S3KitOptions>? configure = null)
    {
        var app = new UploadApp(configure: configure);
        await app.Store.CreateBucketAsync("bucket");
        return app;
    }

    public static UnseekableStream Unseekable(byte[] bytes) => new(new MemoryStream(bytes));

    public EmbeddedFaultRule Break(EmbeddedOperation operation, EmbeddedFault fault, int skip = 0, int? times = null) =>
        Embedded.Faults.Add(new EmbeddedFaultRule { Fault = fault, Operation = operation, Skip = skip, Times = times });

    /// <summary>Counts requests and lets them pass.</summary>
    public EmbeddedFaultRule Count(EmbeddedOperation operation, int skip = 0) => Break(operation, EmbeddedFault.Hold(Task.CompletedTask), skip);

    public async Task<byte[]> ReadAsync(string key)
    {
        await using GetObjectResult got = await Store.GetObjectAsync("bucket", key);
        using var copy = new MemoryStream();
        await got.Content.CopyToAsync(copy);
        return copy.ToArray();
    }

    public async Task AssertStoredAsync(string key, byte[] bytes)
    {
        Assert.That(SHA256.HashData(await ReadAsync(key)), Is.EqualTo(SHA256.HashData(bytes)));
        AssertNothingLeft();
    }

    public async Task AssertNotStoredAsync(string key)
    {
        Assert.That(await Store.HeadObjectAsync("bucket", key), Is.Null);
        AssertNothingLeft();
    }

    /// <summary>No upload at the store, and no buffer in the app.</summary>
    public void AssertNothingLeft()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Bucket.Uploads, Is.Empty);
            Assert.That(Buffers.Rented, Is.Zero);
        }
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    /// <summary>Keeps what is logged, and is the logger of a type.</summary>
    internal sealed class LogsOf<T> : ILogger<T>
    {
        public FakeLogger Fake { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => NullLogger.Instance.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Fake.Log(logLevel, eventId, state, exception, formatter);
    }
}
