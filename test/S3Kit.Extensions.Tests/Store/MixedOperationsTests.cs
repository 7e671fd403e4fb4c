using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework.Internal;

namespace S3Kit.Tests.Store;

/// <summary>Many operations at once, against a model that cannot be wrong.</summary>
public sealed class MixedOperationsTests
{
    private const int Workers = 10;
    private const int Operations = 30;

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public async Task Store_RandomOperationsAtOnce_KeepsWhatTheModelKeeps(int seed)
    {
        await using ServiceProvider services = MockServices.Create(options => options.QueueSize = 3);
        IObjectStore store = services.GetRequiredService<IObjectStore>();
        await store.CreateBucketAsync("bucket");

        // Each worker has keys of its own, so that its model is exact whatever the others do.
        Dictionary<string, byte[]>[] models = await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() => WorkAsync(store, worker, seed))));

        Dictionary<string, byte[]> expected = models.SelectMany(model => model).ToDictionary();
        List<ObjectInfo> listed = await store.ListObjectsAsync("bucket").ToListAsync();
        Assert.That(listed.Select(info => (info.Key, info.Size)), Is.EqualTo(expected.Select(pair => (pair.Key, (long)pair.Value.Length)).OrderBy(pair => pair.Key, StringComparer.Ordinal)));
        foreach ((string key, byte[] bytes) in expected)
        {
            Assert.That(await ReadAsync(store, key, null), Is.EqualTo(bytes));
        }

        EndpointSnapshot endpoint = services.GetRequiredService<IEndpointRegistry>().GetEndpoint();
        Assert.That((endpoint.ActiveRequests, endpoint.InFlightRequests, endpoint.ConsecutiveFailures), Is.EqualTo((0, 0, 0)));
    }

    private static async Task<Dictionary<string, byte[]>> WorkAsync(IObjectStore store, int worker, int seed)
    {
        var random = new Randomizer((seed * 1000) + worker);
        var model = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        string prefix = $"{worker}/";
        for (int i = 0; i < Operations; i++)
        {
            string key = $"{prefix}k {random.Next(5)}";
            var options = new RequestOptions { Priority = (RequestPriority)random.Next((int)RequestPriority.Low, (int)RequestPriority.High + 1) };
            switch (random.Next(7))
            {
                case 0 or 1:
                    byte[] bytes = new byte[random.Next(2) == 0 ? random.Next(100) : random.Next(200_000)];
                    random.NextBytes(bytes);
                    Stream source = random.Next(2) == 0 ? new MemoryStream(bytes) : new Embedded.UnseekableStream(new MemoryStream(bytes));
                    await store.PutObjectAsync("bucket", key, source, new PutObjectOptions { Priority = options.Priority });
                    model[key] = bytes;
                    break;
                case 2:
                    await store.DeleteObjectAsync("bucket", key, new DeleteObjectOptions { Priority = options.Priority });
                    model.Remove(key);
                    break;
                case 3:
                    Assert.That((await store.HeadObjectAsync("bucket", key))?.Size, Is.EqualTo(model.TryGetValue(key, out byte[]? known) ? known.Length : null));
                    break;
                case 4:
                    List<ObjectInfo> listed = await store.ListObjectsAsync("bucket", prefix, new ListObjectsOptions { Priority = options.Priority }).ToListAsync();
                    Assert.That(listed.Select(info => info.Key), Is.EqualTo(model.Keys.Order(StringComparer.Ordinal)));
                    break;
                case 5 when model.TryGetValue(key, out byte[]? content) && content.Length > 1:
                    int first = random.Next(content.Length);
                    int last = random.Next(first, content.Length);
                    Assert.That(await ReadAsync(store, key, ByteRange.Between(first, last)), Is.EqualTo(content[first..(last + 1)]));
                    break;
                default:
                    Assert.That(await ReadAsync(store, key, null), Is.EqualTo(model.GetValueOrDefault(key)));
                    break;
            }
        }

        return model;
    }

    private static async Task<byte[]?> ReadAsync(IObjectStore store, string key, ByteRange? range)
    {
        try
        {
            await using GetObjectResult result = await store.GetObjectAsync("bucket", key, new GetObjectOptions { Range = range });
            var memory = new MemoryStream();
            await result.Content.CopyToAsync(memory);
            return memory.ToArray();
        }
        catch (S3NotFoundException)
        {
            return null;
        }
    }
}
