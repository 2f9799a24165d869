using System.Collections.Concurrent;

// What callers bring is sorted, and insertions that a rundown does not keep out.
namespace Samples.SortedForCallers
{
    public static class Lines
    {
        private static readonly Dictionary<int, List<string>> s_by = new();
        public static void Add(params string[] lines)
        {
            foreach (var line in lines)
            {
                if (!s_by.TryGetValue(line.Length, out var list))
                    s_by[line.Length] = list = new(); //! LEAK2001
                list.Add(line);
            }
        }

        public static int Count(int length) => s_by.TryGetValue(length, out var list) ? list.Count : 0;
    }

    public sealed class Request { public List<string> Tags { get; } = new(); }

    // a part of what the caller brings
    public static class Parts
    {
        private static readonly Dictionary<string, List<Request>> s_by = new();
        public static void Index(Request request)
        {
            foreach (var tag in request.Tags.Distinct())
            {
                if (!s_by.TryGetValue(tag, out var list))
                    s_by[tag] = list = new(); //! LEAK2001
                list.Add(request);
            }
        }

        public static int Count(string tag) => s_by.TryGetValue(tag, out var list) ? list.Count : 0;
    }

    // by way of a private helper
    public static class Helped
    {
        private static readonly Dictionary<string, List<Request>> s_by = new();
        public static void Index(Request request) => Each(request);
        public static int Count(string tag) => s_by.TryGetValue(tag, out var list) ? list.Count : 0;
        private static void Each(Request request)
        {
            foreach (var tag in request.Tags)
            {
                if (!s_by.TryGetValue(tag, out var list))
                    s_by[tag] = list = new(); //! LEAK2001
                list.Add(request);
            }
        }
    }

    internal sealed class Inside
    {
        private int _count;
        private volatile bool _closed;
        internal bool Enter() { if (_closed) return false; Interlocked.Increment(ref _count); return true; }
        internal void Exit() => Interlocked.Decrement(ref _count);
        internal void CloseAndWait() { _closed = true; SpinWait.SpinUntil(() => Volatile.Read(ref _count) == 0); }
    }

    // one member goes around the gate
    public sealed class Spool : IDisposable
    {
        private readonly ConcurrentQueue<FileStream> _files = new();
        private readonly Inside _inside = new();
        public void Put(string path)
        {
            if (!_inside.Enter())
                throw new ObjectDisposedException(nameof(Spool));
            try { _files.Enqueue(File.OpenRead(path)); }
            finally { _inside.Exit(); }
        }

        public void PutRaw(string path) => _files.Enqueue(File.OpenRead(path)); //! LEAK4002

        public void Dispose()
        {
            _inside.CloseAndWait();
            while (_files.TryDequeue(out var file)) { try { file.Dispose(); } catch (IOException) { } }
        }
    }
}
