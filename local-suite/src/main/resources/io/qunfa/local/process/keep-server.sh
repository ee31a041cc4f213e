# Keeps one server for as long as its owner lives. Standard input is the owner's pipe: its end means that the owner
# wants the server stopped, or is gone, however it died.
#
#   bash -c "$(cat keep-server.sh)" keep-server STOP_SECONDS LOG AFTERWARDS COMMAND...
#
# Prints the server's process id. STOP_SECONDS: how long TERM may take before KILL; 0 kills at once, for data that is
# thrown away anyway. AFTERWARDS: a shell command for when the owner has ended the server; may be empty.
stop_seconds=$1 log=$2 afterwards=$3
shift 3
set -m # every job gets a process group of its own: Ctrl-C on the terminal reaches the owner only
exec 3<&0 </dev/null

"$@" >>"$log" 2>&1 3<&- &
server=$!

stop_server() {
  if [ "$stop_seconds" -gt 0 ]; then
    kill -TERM "$server"
    kill -CONT "$server" # a paused server could not end
    local deadline=$((SECONDS + stop_seconds))
    while kill -0 "$server"; do
      [ "$SECONDS" -lt "$deadline" ] || break
      sleep 0.1
    done
  fi
  kill -KILL -- "-$server"
} 2>/dev/null

ended_by_owner=
trap : INT HUP
trap 'ended_by_owner=yes' USR1
trap 'ended_by_owner=yes; stop_server &' TERM
{
  cat <&3 >/dev/null
  kill -USR1 "$$"
  stop_server
} >/dev/null 2>&1 &
guard=$!

echo "$server"
exec 3<&- >/dev/null 2>&1
# While the server is paused, wait answers at once (and wait -f of bash 5 spins inside).
while kill -0 "$server"; do
  wait "$server"
  code=$?
  ! kill -0 "$server" || sleep 0.1
done
kill -KILL -- "-$server" # what the server has left behind
if [ -n "$ended_by_owner" ]; then
  eval "$afterwards"
fi
kill -KILL -- "-$guard"
exit "${code:-1}"
