namespace S3Kit.Benchmarks.Contenders;

/// <summary>A client that does the work of the cases. All read bodies to their end and throw when something is wrong.</summary>
internal interface IContender : IAsyncDisposable
{
    Task GetAsync(string key, CancellationToken cancellationToken);

    Task PutAsync(string key, byte[] content, CancellationToken cancellationToken);

    Task HeadAsync(string key, CancellationToken cancellationToken);

    Task DeleteAsync(string key, CancellationToken cancellationToken);

    /// <summary>Lists the whole bucket.</summary>
    /// <returns>How many keys there were.</returns>
    Task<int> ListAsync(CancellationToken cancellationToken);

    Task DownloadFileAsync(string key, string path, CancellationToken cancellationToken);

    Task UploadFileAsync(string path, string key, CancellationToken cancellationToken);
}
