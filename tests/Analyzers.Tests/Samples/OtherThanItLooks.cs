using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

// What stands beside the loss looks like an answer to it, and is about something else.
namespace Samples.OtherThanItLooks
{
    internal sealed class Frame : IDisposable
    {
        private readonly SafeFileHandle file = File.OpenHandle(Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite);

        public void Write(byte[] data) => RandomAccess.Write(file, data, 0);

        public void Dispose() => file.Dispose();
    }

    /// <summary>The catch clause ends the frame that could not be written, not the one that leaves.</summary>
    public sealed class Replay(int limit) : IDisposable
    {
        private readonly List<Frame> frames = new();

        public void Record(byte[] data)
        {
            var frame = new Frame();
            try
            {
                frame.Write(data);
            }
            catch
            {
                frame.Dispose();
                throw;
            }

            frames.Add(frame);
            if (frames.Count > limit)
                frames.RemoveAt(0); //! LEAK1002
        }

        public void Dispose()
        {
            foreach (var frame in frames)
                frame.Dispose();
            frames.Clear();
        }
    }

    /// <summary>Readers of a lock are there together, and ordered against the close all the same.</summary>
    public sealed class Readers : IDisposable
    {
        private readonly ReaderWriterLockSlim gate = new();
        private readonly ConcurrentDictionary<string, Frame> frames = new();
        private bool closed;

        public void Write(string name, byte[] data)
        {
            gate.EnterReadLock();
            try
            {
                ObjectDisposedException.ThrowIf(closed, this);
                frames.GetOrAdd(name, _ => new Frame()).Write(data); //! LEAK1005
            }
            finally
            {
                gate.ExitReadLock();
            }
        }

        public void Dispose()
        {
            gate.EnterWriteLock();
            try
            {
                closed = true;
                foreach (var frame in frames.Values)
                    frame.Dispose();
                frames.Clear();
            }
            finally
            {
                gate.ExitWriteLock();
            }
        }
    }

    /// <summary>The drain is a helper, and the links come from those who rented them.</summary>
    public sealed class Links(string host) : IDisposable
    {
        private readonly object gate = new();
        private readonly List<TcpClient> idle = new();
        private volatile bool closed;

        public TcpClient Rent()
        {
            lock (gate)
            {
                if (idle.Count > 0)
                {
                    var last = idle[^1];
                    idle.RemoveAt(idle.Count - 1);
                    return last;
                }
            }

            return new TcpClient(host, 80);
        }

        public void Return(TcpClient link)
        {
            if (closed)
            {
                link.Dispose();
                return;
            }

            lock (gate)
                idle.Add(link); //! LEAK4002
        }

        public void Dispose()
        {
            TcpClient[] rest;
            lock (gate)
            {
                closed = true;
                rest = idle.ToArray();
                idle.Clear();
            }

            End(rest);
        }

        private static void End(IEnumerable<TcpClient> links)
        {
            foreach (var link in links)
                link.Dispose();
        }
    }

    /// <summary>A builder that is filled anew, and one that starts with what is there.</summary>
    public sealed class Routes : IDisposable
    {
        private ImmutableDictionary<string, Frame> frames = ImmutableDictionary<string, Frame>.Empty;
        private ImmutableArray<Frame> lanes = ImmutableArray<Frame>.Empty;

        public void Load(IEnumerable<string> names)
        {
            var builder = ImmutableDictionary.CreateBuilder<string, Frame>();
            foreach (var name in names)
                builder.Add(name, new Frame());
            frames = builder.ToImmutable(); //! LEAK1003
        }

        public void Extend(IEnumerable<string> names)
        {
            var builder = frames.ToBuilder();
            foreach (var name in names)
            {
                if (!builder.ContainsKey(name))
                    builder.Add(name, new Frame());
            }

            frames = builder.ToImmutable();
        }

        public void Widen(int count)
        {
            var builder = ImmutableArray.CreateBuilder<Frame>(count);
            for (var i = 0; i < count; i++)
                builder.Add(new Frame());
            lanes = builder.MoveToImmutable(); //! LEAK1003
        }

        public void Dispose()
        {
            foreach (var frame in frames.Values)
                frame.Dispose();
            foreach (var lane in lanes)
                lane.Dispose();
        }
    }

    /// <summary>The constructor asks the system for something, which may refuse.</summary>
    internal sealed class Library : IDisposable
    {
        private IntPtr handle;

        public Library(string path)
        {
            Path = path;
            handle = NativeLibrary.Load(path);
        }

        public string Path { get; }

        public void Dispose()
        {
            var old = handle;
            handle = IntPtr.Zero;
            if (old != IntPtr.Zero)
                NativeLibrary.Free(old);
        }
    }

    public sealed class Libraries : IDisposable
    {
        private readonly Dictionary<string, Library> loaded = new();

        public bool Reload(string name)
        {
            if (!loaded.TryGetValue(name, out var library))
                return false;
            library.Dispose(); //! LEAK1008
            loaded[name] = new Library(library.Path);
            return true;
        }

        public void Dispose()
        {
            foreach (var library in loaded.Values)
                library.Dispose();
            loaded.Clear();
        }
    }
}
