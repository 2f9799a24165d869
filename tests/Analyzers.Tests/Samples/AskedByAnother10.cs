using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

// What another has asked: each exemption where its reason does not hold, and correct code beside it.
namespace Samples.AskedByAnother10.A95
{
    public sealed class Bus
    {
        private readonly List<Action> _later = new();
        public void Defer(Action work)
        {
            lock (_later)
                _later.Add(work);
        }
        public void Run()
        {
            lock (_later)
                _later.ForEach(w => w());
        }
    }

    // What the session gives to the bus, and the bus runs on its own thread, ends it: by a lambda within a lambda.
    internal sealed class Session : IDisposable
    {
        private readonly object _gate = new();
        private readonly List<FileStream> _files = new();

        internal void Load(Bus bus, string path, int[] times)
        {
            bus.Defer(() => Array.ForEach(times, t => Dispose()));
            lock (_gate)
                _files.Add(File.OpenRead(path)); //! LEAK4002
        }

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var file in _files)
                    file.Dispose(); //! LEAK1013
                _files.Clear();
            }
        }
    }

    public static class Sessions
    {
        internal static Session Open(Bus bus, string path)
        {
            var session = new Session();
            session.Load(bus, path, new[] { 1 });
            return session;
        }
    }
}

namespace Samples.AskedByAnother10.A96
{
    // A paused uploader only gathers; what it gathers after the end nobody works off.
    public sealed class Uploader : IDisposable
    {
        private readonly ConcurrentQueue<FileStream> _files = new();
        private volatile bool _paused;

        public void Pause() => _paused = true;

        public void Resume()
        {
            _paused = false;
            Task.Run(Work);
        }

        public void Post(string path)
        {
            _files.Enqueue(File.OpenRead(path)); //! LEAK4002
            if (_paused)
                return;
            Task.Run(Work);
        }

        private void Work()
        {
            while (_files.TryDequeue(out var file))
            {
                using (file)
                {
                    try
                    {
                        file.CopyTo(Stream.Null);
                    }
                    catch (Exception)
                    {
                    }
                }
            }
        }

        public void Dispose()
        {
            while (_files.TryDequeue(out var file))
                file.Dispose(); //! LEAK1013
        }
    }
}
