using System.IO.Pipelines;

namespace S3Kit.IntegrationTests;

public sealed class ScopeTests : StoreFixture
{
    [Test]
    public async Task Scope_Contents_StayBelowThePrefix()
    {
        var scope = Store.Bucket(Bucket).Prefix("tenant-1/").Prefix("reports/");

        await scope.PutTextAsync("å b+c%.txt", "Žofie", cancellationToken: Deadline);
        await scope.PutJsonAsync("a/json", new[] { 1, 2, 3 }, cancellationToken: Deadline);
        await scope.PutBytesAsync("bytes", TestBytes.Of(100_000), cancellationToken: Deadline);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await KeysAsync(Bucket, "tenant-1/"), Is.EqualTo(new[] { "tenant-1/reports/a/json", "tenant-1/reports/bytes", "tenant-1/reports/å b+c%.txt" }));
            Assert.That(await scope.GetTextAsync("å b+c%.txt", cancellationToken: Deadline), Is.EqualTo("Žofie"));
            Assert.That(await scope.GetJsonAsync<int[]>("a/json", cancellationToken: Deadline), Is.EqualTo(new[] { 1, 2, 3 }));
            Assert.That(await scope.GetBytesAsync("bytes", cancellationToken: Deadline), Is.EqualTo(TestBytes.Of(100_000)));
            Assert.That(await scope.ExistsAsync("none", cancellationToken: Deadline), Is.False);
        }

        Assert.ThrowsAsync<S3ObjectTooLargeException>(() => scope.GetBytesAsync("bytes", new ReadObjectOptions { MaxSize = 99_999 }, Deadline));
    }

    [Test]
    public async Task Scope_Listing_PagesAndGroupsRelatively()
    {
        string[] keys = ["a", "b/1", "b/2", "c", "d/1"];
        foreach (var key in keys.Append("../up").Append(""))
        {
            await PutAsync("list-1/" + key, [1]);
        }

        await PutAsync("list-2/a", [1]);
        var scope = Store.Bucket(Bucket).Prefix("list-1/");
        var read = new List<string>();
        string? token = null;
        do
        {
            var page = await scope.ListObjectsPageAsync(options: new ListObjectsOptions { MaxKeys = 2, ContinuationToken = token }, cancellationToken: Deadline);
            read.AddRange(page.Objects.Select(info => info.Key));
            token = page.NextContinuationToken;
        }
        while (token is not null);

        var grouped = await scope.ListObjectsPageAsync(options: new ListObjectsOptions { Delimiter = "/" }, cancellationToken: Deadline);
        var after = await scope.ListObjectsAsync(options: new ListObjectsOptions { StartAfter = "b/1", MaxKeys = 2 }, cancellationToken: Deadline).Select(info => info.Key).ToListAsync(Deadline);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(read, Is.EqualTo(keys));
            Assert.That(grouped.Objects.Select(info => info.Key), Is.EqualTo(new[] { "a", "c" }));
            Assert.That(grouped.CommonPrefixes, Is.EqualTo(new[] { "b/", "d/" }));
            Assert.That(after, Is.EqualTo(new[] { "b/2", "c" }));
        }
    }

    [Test]
    public async Task Scope_Pipes_CarryALargeObject()
    {
        var scope = Store.Bucket(Bucket).Prefix("pipes/");
        var content = TestBytes.Of(3_000_000);
        var there = new Pipe();
        var put = scope.PutPipeAsync("large", there.Reader, cancellationToken: Deadline);
        await there.Writer.WriteAsync(content, Deadline);
        await there.Writer.CompleteAsync();
        await put;
        var back = new Pipe();

        var get = scope.GetPipeAsync("large", back.Writer, cancellationToken: Deadline);
        using var copy = new MemoryStream();
        var copying = back.Reader.CopyToAsync(copy, Deadline);
        await get;
        await back.Writer.CompleteAsync();
        await copying;

        Assert.That(copy.ToArray(), Is.EqualTo(content));
    }
}
